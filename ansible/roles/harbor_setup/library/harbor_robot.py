#!/usr/bin/python
"""Brings a robot account of a Harbor to what is wanted, and keeps its secret, which Harbor tells once."""

import json
import os
import tempfile
import time

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.harbor_api import ARGUMENTS, Harbor

DOCUMENTATION = r'''
module: harbor_robot
short_description: A robot account of a Harbor
description:
  - Makes the robot and writes its name and secret to a file that only its owner reads.
  - A robot that is there keeps its secret. When the file is lost, a new secret is asked for only if C(replace_lost) says so,
    since whoever has the old one is then locked out.
options:
  name: {type: str, required: true, description: Name without prefix}
  level: {type: str, default: system, choices: [system, project], description: Of the system or of one project}
  days: {type: int, default: -1, description: How long it lives from its making; -1 is for ever}
  disabled: {type: bool, default: false, description: Whether it is turned off}
  permissions:
    type: list
    elements: dict
    required: true
    description: What it may do, as project and a list of resource:action
  secret_file: {type: path, required: true, description: Where name and secret are kept, as JSON}
  replace_lost: {type: bool, default: false, description: Ask for a new secret when the file is lost}
author: Goalixa
'''

EXAMPLES = r'''
- harbor_robot:
    url: https://harbor.example.internal
    url_username: admin
    url_password: '{{ vault_harbor_admin_password }}'
    name: pull
    permissions:
      - project: goalixa
        access: [repository:pull]
    secret_file: ~/.config/goalixa/harbor/pull.json
'''

RETURN = r'''
changes: {type: list, returned: always, description: What was changed, or would be, in words}
'''

WARN_DAYS = 30


def rights(permissions):
    return sorted(
        (one['namespace'], sorted((right['resource'], right['action']) for right in one['access']))
        for one in permissions
    )


def keep(path, robot, secret):
    """Whole or not at all, and readable for nobody else."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, 'w', encoding='utf-8') as file:
        json.dump({'name': robot['name'], 'secret': secret, 'expires_at': robot['expires_at']}, file)
        file.write('\n')
    os.replace(unfinished, path)


def find(harbor, name, level, project):
    """By the end of its name, since the prefix of robots is a setting of Harbor."""
    query = ''
    wanted = name
    if level == 'project':
        found = harbor.get('/projects/' + project)
        if found is None:
            return None
        query = '&q=Level%%3Dproject%%2CProjectID%%3D%s' % found['project_id']
        wanted = '%s+%s' % (project, name)
    for robot in harbor.all('/robots', query):
        ends = robot['name'].endswith(wanted)
        before = robot['name'][: -len(wanted)]
        # `robot$a-pull` is not `pull`: a prefix ends in a character that no name has.
        if ends and (before == '' or not (before[-1].isalnum() or before[-1] in '._-+')):
            return robot
    return None


def main():
    module = AnsibleModule(
        argument_spec=dict(
            ARGUMENTS,
            name={'type': 'str', 'required': True},
            level={'type': 'str', 'default': 'system', 'choices': ['system', 'project']},
            days={'type': 'int', 'default': -1},
            disabled={'type': 'bool', 'default': False},
            permissions={'type': 'list', 'elements': 'dict', 'required': True},
            # Where a secret is, and none itself.
            secret_file={'type': 'path', 'required': True, 'no_log': False},
            replace_lost={'type': 'bool', 'default': False},
        ),
        supports_check_mode=True,
    )
    wanted = module.params
    name, path = wanted['name'], wanted['secret_file']
    permissions = [
        {
            'kind': 'project',
            'namespace': one['project'],
            'access': [dict(zip(('resource', 'action'), right.split(':'))) for right in one['access']],
        }
        for one in wanted['permissions']
    ]
    harbor = Harbor(module)
    robot = find(harbor, name, wanted['level'], permissions[0]['namespace'])
    body = {
        'name': name,
        'level': wanted['level'],
        'duration': wanted['days'],
        'disable': wanted['disabled'],
        'permissions': permissions,
    }
    if robot is None:
        made = harbor.write('robot %s' % name, 'POST', '/robots', body)
        if made is not None:
            keep(path, made, made['secret'])
        module.exit_json(changed=True, changes=harbor.changes)

    same = (
        rights(robot['permissions']) == rights(permissions)
        and bool(robot.get('disable')) == wanted['disabled']
        and robot['duration'] == wanted['days']
    )
    if not same:
        harbor.write('robot %s' % name, 'PUT', '/robots/%s' % robot['id'], dict(robot, **dict(body, name=robot['name'])))
    if not os.path.exists(path):
        if wanted['replace_lost']:
            answer = harbor.write('a new secret of robot %s' % name, 'PATCH', '/robots/%s' % robot['id'], {'secret': ''})
            if answer is not None:
                keep(path, robot, answer['secret'])
        else:
            module.warn(
                'The secret of robot %s is not in %s, and Harbor tells it once only. '
                'harbor_setup_replace_lost_secrets=true asks for a new one; the old one is then refused.' % (name, path)
            )
    left = robot['expires_at'] - time.time()
    if robot['expires_at'] != -1 and left < WARN_DAYS * 86400:
        module.warn('Robot %s %s.' % (name, 'has expired' if left < 0 else 'expires in %d days' % (left // 86400)))
    module.exit_json(changed=bool(harbor.changes), changes=harbor.changes)


if __name__ == '__main__':
    main()
