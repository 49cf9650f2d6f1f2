"""What is written to logs: addresses without the secrets that stand in private links."""

import logging
import re

# The secret of a draft's or an invitation's link, and the key of a link that sets a password.
_secret = re.compile(r"\b[0-9a-f]{40}\b|(?<=/key/)[^/\s]+|(?<=/confirm-email/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Blanks secrets in what is logged, whoever logs it."""

    def filter(self, record):
        said = record.getMessage()
        blanked = _secret.sub("[private]", said)
        if blanked != said:
            record.msg, record.args = blanked, ()
        return True
