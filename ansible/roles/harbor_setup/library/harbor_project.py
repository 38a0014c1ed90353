#!/usr/bin/python
"""Brings a project of a Harbor to what is wanted: policies, tags that nobody may move, what is kept."""

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.harbor_api import ARGUMENTS, Harbor, as_part

DOCUMENTATION = r'''
module: harbor_project
short_description: A project of a Harbor
description:
  - Makes the project, and brings its policies, its immutable tags and its retention to what is wanted.
  - Rules that are not named are removed. Nothing is removed from the project itself.
options:
  name: {type: str, required: true, description: Name of the project}
  metadata: {type: dict, default: {}, description: Policies of the project; others stay as they are}
  immutable_tags:
    type: list
    elements: dict
    default: []
    description: Patterns of tags, and of repositories, that are never moved or removed
  retention:
    type: dict
    description: When to clean up, with six fields, and rules for what is kept; without it nothing is cleaned up
author: Goalixa
'''

EXAMPLES = r'''
- harbor_project:
    url: https://harbor.example.internal
    url_username: admin
    url_password: '{{ vault_harbor_admin_password }}'
    name: goalixa
    metadata: {public: false, auto_scan: true}
    immutable_tags:
      - tags: '[0-9]*'
    retention:
      schedule: 0 0 3 * * *
      rules:
        - {template: latestPushedK, count: 20}
'''

RETURN = r'''
changes: {type: list, returned: always, description: What was changed, or would be, in words}
'''


def selector(decoration, pattern, extras=None):
    found = {'kind': 'doublestar', 'decoration': decoration, 'pattern': pattern}
    return dict(found, extras=extras) if extras else found


def plain(selectors):
    """What counts of selectors, whatever else Harbor adds."""
    return sorted((one['decoration'], one['pattern'], one.get('extras') or '') for one in selectors or [])


def shape(rule):
    scopes = rule.get('scope_selectors') or {}
    return (
        rule.get('template'),
        sorted((key, int(value)) for key, value in (rule.get('params') or {}).items()),
        plain(rule.get('tag_selectors')),
        plain(scopes.get('repository')),
    )


def policies(harbor, name, wanted):
    """The project with these policies, which Harbor keeps as words. Answers it, or None when it is yet to be made."""
    found = harbor.get('/projects/' + as_part(name))
    if found is None:
        harbor.write(
            'project %s' % name, 'POST', '/projects', {'project_name': name, 'metadata': wanted, 'storage_limit': -1}
        )
        return None if harbor.module.check_mode else harbor.get('/projects/' + as_part(name))
    metadata = found.get('metadata') or {}
    differing = sorted(key for key, value in wanted.items() if metadata.get(key) != value)
    if differing:
        harbor.write(
            'policies of %s: %s' % (name, ', '.join(differing)),
            'PUT',
            '/projects/' + as_part(name),
            {'metadata': wanted},
        )
    return found


def immutability(harbor, name, project, wanted):
    rules = [
        {
            'action': 'immutable',
            'template': 'immutable_template',
            'tag_selectors': [selector('matches', one.get('tags', '**'))],
            'scope_selectors': {'repository': [selector('repoMatches', one.get('repositories', '**'))]},
        }
        for one in wanted
    ]
    path = '/projects/%s/immutabletagrules' % as_part(name)
    found = [] if project is None else harbor.all(path)
    shapes = [shape(rule) for rule in rules]
    for rule in found:
        if shape(rule) not in shapes:
            harbor.write('immutable tags of %s: a rule less' % name, 'DELETE', '%s/%s' % (path, rule['id']))
        elif rule.get('disabled'):
            harbor.write(
                'immutable tags of %s: a rule on again' % name,
                'PUT',
                '%s/%s' % (path, rule['id']),
                dict(rule, disabled=False),
            )
    there = [shape(rule) for rule in found]
    for rule in rules:
        if shape(rule) not in there:
            harbor.write('immutable tags of %s: a rule more' % name, 'POST', path, dict(rule, disabled=False))


def retention(harbor, name, project, wanted):
    if wanted is None:
        return
    rules = [
        {
            'action': 'retain',
            'template': one['template'],
            'params': {} if one['template'] == 'always' else {one['template']: int(one['count'])},
            'tag_selectors': [selector('matches', one.get('tags', '**'), '{"untagged":true}')],
            'scope_selectors': {'repository': [selector('repoMatches', one.get('repositories', '**'))]},
        }
        for one in wanted['rules']
    ]
    policy = {
        'algorithm': 'or',
        'rules': rules,
        'trigger': {'kind': 'Schedule', 'settings': {'cron': wanted['schedule']}, 'references': {}},
        'scope': {'level': 'project', 'ref': None if project is None else project['project_id']},
    }
    number = ((project or {}).get('metadata') or {}).get('retention_id')
    if number is None:
        harbor.write('retention of %s' % name, 'POST', '/retentions', policy)
        return
    found = harbor.get('/retentions/%s' % number) or {}
    trigger = found.get('trigger') or {}
    same = (
        (trigger.get('settings') or {}).get('cron') == wanted['schedule']
        and [shape(rule) for rule in found.get('rules') or []] == [shape(rule) for rule in rules]
    )
    if not same:
        # What refers to the job that runs it stays.
        policy['trigger'] = dict(trigger, kind='Schedule', settings={'cron': wanted['schedule']})
        harbor.write('retention of %s' % name, 'PUT', '/retentions/%s' % number, dict(found, **policy))


def main():
    module = AnsibleModule(
        argument_spec=dict(
            ARGUMENTS,
            name={'type': 'str', 'required': True},
            metadata={'type': 'dict', 'default': {}},
            immutable_tags={'type': 'list', 'elements': 'dict', 'default': []},
            retention={'type': 'dict'},
        ),
        supports_check_mode=True,
    )
    name = module.params['name']
    words = {key: str(value).lower() if isinstance(value, bool) else str(value)
             for key, value in module.params['metadata'].items()}
    harbor = Harbor(module)
    project = policies(harbor, name, words)
    immutability(harbor, name, project, module.params['immutable_tags'])
    retention(harbor, name, project, module.params['retention'])
    module.exit_json(changed=bool(harbor.changes), changes=harbor.changes)


if __name__ == '__main__':
    main()
