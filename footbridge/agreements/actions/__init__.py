"""The verbs of agreements: write and publish the words; open, read and sign; chase; end with the link."""
