"""`python -m goworkdoctor` is the same as `goworkdoctor`."""

from goworkdoctor.cli import main

if __name__ == "__main__":
    main()
