"""Files that the portal seals for those who signed: sealing and keeping them, reading seals, verifying any file.

What is signed, by whom, and who may read it is the business of the apps; here are bytes, names and keys.
"""
