"""A mail server for the tests: keeps letters in a Maildir, knows one mailbox that is not there and one that is busy."""
from aiosmtpd.handlers import Mailbox


class Office(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("khongco"):
            return "550 5.1.1 no such user"
        if address.startswith("ban"):
            return "451 4.2.1 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"
