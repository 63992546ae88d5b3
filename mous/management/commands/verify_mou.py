from sharing_portal.sealing.command import VerifyCommand


class Command(VerifyCommand):
    help = "Verify the PDF file of a signed agreement by its hash and its seals."
