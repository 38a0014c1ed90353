"""The management API of a Harbor, as far as the modules of this role need it."""

import json
from urllib.parse import quote

from ansible.module_utils.urls import fetch_url

ARGUMENTS = {
    'url': {'type': 'str', 'required': True},
    'url_username': {'type': 'str', 'required': True},
    'url_password': {'type': 'str', 'required': True, 'no_log': True},
    'validate_certs': {'type': 'bool', 'default': True},
}


class Harbor:
    """Reads always; writes are counted, and made unless the run is a prediction."""

    def __init__(self, module):
        self.module = module
        # Credentials go along with each request: a session would be asked for a CSRF token.
        module.params['force_basic_auth'] = True
        module.params['use_gssapi'] = False
        self.changes = []
        # A prediction for a Harbor that is yet to be installed: nothing is there (no connection is status -1).
        self.not_yet = (-1,) if module.check_mode else ()

    def ask(self, method, path, body=None, wanted=(200,)):
        """Answers (status, content, headers); ends the module when the status is none of the wanted ones."""
        response, info = fetch_url(
            self.module,
            self.module.params['url'].rstrip('/') + '/api/v2.0' + path,
            method=method,
            data=None if body is None else json.dumps(body),
            headers={'Content-Type': 'application/json', 'Accept': 'application/json', 'X-Is-Resource-Name': 'true'},
            timeout=60,
        )
        text = response.read() if response is not None and info['status'] < 400 else info.get('body')
        if info['status'] not in wanted:
            self.module.fail_json(
                msg='%s %s: %s %s' % (method, path, info['status'], said(text) or info.get('msg')),
                changes=self.changes,
            )
        return info['status'], json.loads(text) if text and info['status'] in (200, 201) else None, info

    def get(self, path):
        """The content, or None when it does not exist."""
        return self.ask('GET', path, wanted=(200, 404) + self.not_yet)[1]

    def all(self, path, query=''):
        """Everything of a list that comes in pages."""
        found = []
        while True:
            page = len(found) // 100 + 1
            _, items, info = self.ask(
                'GET', '%s?page_size=100&page=%d%s' % (path, page, query), wanted=(200,) + self.not_yet
            )
            found += items or []
            if not items or len(found) >= int(info.get('x-total-count', len(found))):
                return found

    def write(self, what, method, path, body=None):
        """One change; `what` says it in words. Answers the content, None in a prediction."""
        self.changes.append(what)
        return None if self.module.check_mode else self.ask(method, path, body, wanted=(200, 201))[1]


def said(text):
    """The messages of an error document."""
    try:
        return '; '.join(one['message'] for one in json.loads(text)['errors'])
    except (KeyError, TypeError, ValueError):
        return None


def as_part(name):
    """A name as a part of a path."""
    return quote(str(name), safe='')
