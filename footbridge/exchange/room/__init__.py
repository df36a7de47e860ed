"""The room of a link: what two classes have sent each other, by the four key questions."""
