"""Argo CD's server for config management plugins, as far as a plugin can see it: cmpserver/plugin/plugin.go of Argo CD 3.5.

The server unpacks what it gets of a repository below a directory of its own, under a name that nobody can know, and runs the commands of
plugin.yaml in the application's directory there: in a process group, with its own environment and the application's behind it, until the
request's deadline. Then the group gets SIGTERM, and five seconds later SIGKILL."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import uuid


class Result:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err, self.seconds = status, out, err, seconds


class Plugin:
    """plugin.yaml, read by the program itself: there is no reader of YAML in Python's library."""

    def __init__(self, program, path):
        with tempfile.TemporaryDirectory() as d:
            shutil.copy(path, os.path.join(d, 'plugin.yaml'))
            with open(os.path.join(d, 'kustomization.yaml'), 'w') as f:
                f.write('resources: [plugin.yaml]\n')
            made = subprocess.run([program, 'build', '--format', 'json', d], stdout=subprocess.PIPE, check=True).stdout
        items = json.loads(made)['items']
        config = items[0]
        # What ReadPluginConfig wants.
        assert len(items) == 1 and config['kind'] == 'ConfigManagementPlugin' and config['metadata']['name']
        self.spec = config['spec']
        assert self.spec['generate']['command']

    def command(self, *names):
        part = self.spec
        for name in names:
            part = part[name]
        return part['command'] + part.get('args', [])

    @property
    def static(self):
        return self.spec['parameters']['static']


class Server:
    def __init__(self, program, plugin, work):
        self.plugin = plugin
        self.work = os.path.join(work, '_cmp_server')
        os.makedirs(self.work, mode=0o700)
        bin_directory = os.path.join(work, 'bin')
        os.mkdir(bin_directory)
        os.symlink(program, os.path.join(bin_directory, 'conf-render'))
        # Sanitizers are told what to do by variables.
        self.system = {k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}
        self.system['PATH'] = bin_directory

    def unpack(self, tree):
        """As ReceiveRepoStream does."""
        directory = os.path.join(self.work, str(uuid.uuid4()))
        shutil.copytree(tree, directory, symlinks=True)
        return directory

    def environment(self, path, parameters=None, more=None):
        """newEnv and getPluginEnvs; parameters are text, or what MarshalJSON makes text of."""
        env = dict(self.system)
        env.update({
            'ARGOCD_APP_NAME': 'app', 'ARGOCD_APP_NAMESPACE': 'default', 'ARGOCD_APP_PROJECT_NAME': 'default',
            'ARGOCD_APP_REVISION': '0' * 40, 'ARGOCD_APP_REVISION_SHORT': '0' * 7, 'ARGOCD_APP_REVISION_SHORT_8': '0' * 8,
            'ARGOCD_APP_SOURCE_REPO_URL': 'https://git.example.com/repo.git', 'ARGOCD_APP_SOURCE_TARGET_REVISION': 'main',
            'KUBE_VERSION': '1.32.0', 'KUBE_API_VERSIONS': 'v1,apps/v1',
        })
        if path is not None:
            env['ARGOCD_APP_SOURCE_PATH'] = path
        if parameters is not None:
            env['ARGOCD_APP_PARAMETERS'] = parameters if isinstance(parameters, str) else marshal(parameters)
        env.update(more or {})
        return env

    def start(self, command, directory, env):
        """runCommand up to cmd.Start."""
        program = shutil.which(command[0], path=env['PATH'])
        return subprocess.Popen([program] + command[1:], executable=program, cwd=directory, env=env, start_new_session=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, command, directory, env, deadline=60.0):
        began = time.monotonic()
        child = self.start(command, directory, env)
        try:
            out, err = child.communicate(timeout=deadline)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGTERM)
            try:
                out, err = child.communicate(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                out, err = child.communicate()
        return Result(child.returncode, out, err, time.monotonic() - began)

    def generate(self, directory, env, options=(), init=True):
        """init, and then generate unless that failed, as generateManifest does. Half the time is saved without init."""
        if init:
            made = self.run(self.plugin.command('init'), directory, env)
            assert made.out == b'', made.out
            if made.status != 0:
                return made
        return self.run(self.plugin.command('generate') + list(options), directory, env)

    def parameters(self, directory, env):
        """What getParametersAnnouncement sends: the dynamic ones, and the static ones behind them."""
        made = self.run(self.plugin.command('parameters', 'dynamic'), directory, env)
        assert made.status == 0, made.err
        return json.loads(made.out) + self.plugin.static


def marshal(parameters):
    """As Go writes them: keys sorted, and what HTML would take for its own escaped."""
    rows = []
    for name, value in parameters.items():
        kind = 'string' if isinstance(value, str) else 'array' if isinstance(value, list) else 'map'
        rows.append({'name': name, kind: value})
    text = json.dumps(rows, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return text.replace('&', '\\u0026').replace('<', '\\u003c').replace('>', '\\u003e')


def split(text):
    """The documents of a stream, as kube.SplitYAMLToString finds them."""
    assert b'\0' not in text
    parts = re.split(rb'(?:^|\n)---(?:\n|$)', text)
    return [part for part in parts if part.strip()]
