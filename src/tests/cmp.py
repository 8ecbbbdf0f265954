#!/usr/bin/env python3
"""Drives conf-render as Argo CD's plugin, by scripts/argocd/sidecar/plugin.yaml.

    cmp.py PROGRAM REPOSITORY
"""

import concurrent.futures
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from cmp_server import Plugin, Server, split

PROGRAM, REPOSITORY = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
EXAMPLES = os.path.join(REPOSITORY, 'overlays-examples')
SHOP = 'app-repo/deploy/overlays/prod'


def tool(*words, cwd=None, status=0):
    made = subprocess.run([PROGRAM, *words], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert status is None or made.returncode == status, (words, made.returncode, made.stderr)
    return made.stdout


def write(top, files):
    for name, text in files.items():
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)
    return top


def state(top):
    """Everything that a write would change."""
    digest = hashlib.sha256()
    for directory, names, files in sorted(os.walk(top)):
        for name in sorted(names) + sorted(files) + ['.']:
            path = os.path.join(directory, name)
            status = os.lstat(path)
            digest.update(repr((path, status.st_mode, status.st_mtime_ns, status.st_ctime_ns, status.st_size)).encode())
            if name in files and not os.path.islink(path):
                with open(path, 'rb') as f:
                    digest.update(f.read())
    return digest.hexdigest()


def config_map(name, **data):
    return 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: %s\n' % (name, json.dumps(data))


class Tests:
    def __init__(self, work):
        self.work = work
        self.plugin = Plugin(PROGRAM, os.path.join(REPOSITORY, 'scripts/argocd/sidecar/plugin.yaml'))
        self.server = Server(PROGRAM, self.plugin, work)
        self.examples = self.server.unpack(EXAMPLES)

    def new(self, name, files):
        return write(os.path.join(self.work, name), files)

    def app(self, tree, path, parameters=None, options=(), claimed=None, more=None, init=False):
        """One request: the application at path of a tree that is unpacked."""
        env = self.server.environment(path if claimed is None else claimed, parameters, more)
        return self.server.generate(os.path.normpath(os.path.join(tree, path)), env, options, init)

    def refused(self, made, *words):
        """A failure: nothing on standard output, a few lines on standard error."""
        assert made.status == 1 and made.out == b'', (made.status, made.out[:200], made.err)
        assert len(made.err) <= 8192 + 64 and made.err.endswith(b'\n') and b'\033' not in made.err, made.err
        for word in words:
            assert word.encode() in made.err, (word, made.err)

    def test_examples(self):
        before = state(self.examples)
        environments = []
        for directory, _, files in os.walk(self.examples):
            if 'kustomization.yaml' in files and '/overlays/' in directory:
                environments.append(os.path.relpath(directory, self.examples))
        assert len(environments) > 10
        for path in environments:
            made = self.app(self.examples, path, init=True)
            assert made.status == 0, made.err
            assert made.out == tool('build', '--root', EXAMPLES, os.path.join(EXAMPLES, path)), path
        assert state(self.examples) == before

    def test_documents(self):
        made = self.app(self.examples, SHOP)
        documents = split(made.out)
        names = ['%d.yaml' % i for i in range(len(documents))]
        again = self.new('again', {n: d.decode() + '\n' for n, d in zip(names, documents)})
        write(again, {'kustomization.yaml': json.dumps({'resources': names, 'sortOptions': {'order': 'fifo'}})})
        assert len(documents) == 3 and tool('build', again) == made.out

    def test_at_once(self):
        env = self.server.environment(SHOP, {'namespace': 'other'})
        directory = os.path.join(self.examples, SHOP)
        before = state(self.examples)
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            outputs = {made.out for made in pool.map(lambda _: self.server.generate(directory, env), range(20))}
        assert len(outputs) == 1 and b'namespace: other' in outputs.pop()
        assert state(self.examples) == before

    def by_edits(self, path, edits):
        """The same tree, edited by the edits that Argo CD makes for kustomize, and built."""
        top = path.split('/')[0]
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(os.path.join(EXAMPLES, top), os.path.join(copy, top), symlinks=True)
            for words in edits:
                tool('edit', *words, cwd=os.path.join(copy, path))
            return tool('build', '--root', copy, os.path.join(copy, path))

    def test_as_edits(self):
        for path, parameters, edits in (
            (SHOP, {'name-prefix': 'a-'}, [('set', 'nameprefix', '--', 'a-')]),
            (SHOP, {'name-suffix': '-z'}, [('set', 'namesuffix', '--', '-z')]),
            (SHOP, {'namespace': 'n'}, [('set', 'namespace', '--', 'n')]),
            (SHOP, {'images': ['registry.example.com/shop=other/shop:7', 'x@sha256:00']},
             [('set', 'image', 'registry.example.com/shop=other/shop:7', 'x@sha256:00')]),
            (SHOP, {'replicas': {'shop': '7'}}, [('set', 'replicas', 'shop=7')]),
            (SHOP, {'labels': {'a': 'b', 'c': '1'}}, [('add', 'label', 'a:b', 'c:1')]),
            (SHOP, {'labels': {'a': 'true'}, 'labels-without-selector': 'true', 'labels-include-templates': 'true'},
             [('add', 'label', '--without-selector', '--include-templates', 'a:true')]),
            (SHOP, {'annotations': {'note': 'a: "b" # <&>', 'x/y': 'line\nline'}},
             [('add', 'annotation', 'note:a: "b" # <&>', 'x/y:line\nline')]),
            ('app-repo/deploy/overlays/dev', {'components': ['../../components/metrics']},
             [('add', 'component', '../../components/metrics')]),
            ('ml-inference/overlays/production', {'name-prefix': 'p-', 'name-suffix': '-s', 'namespace': 'n', 'labels': {'team': 'x'},
                                                  'annotations': {'a': 'b'}, 'force-labels': 'true', 'force-annotations': 'true'},
             [('set', 'nameprefix', '--', 'p-'), ('set', 'namesuffix', '--', '-s'), ('add', 'label', '--force', 'team:x'),
              ('add', 'annotation', '--force', 'a:b'), ('set', 'namespace', '--', 'n')]),
        ):
            made = self.app(self.examples, path, parameters)
            assert made.status == 0, (parameters, made.err)
            assert made.out == self.by_edits(path, edits), parameters
            assert made.out != self.app(self.examples, path).out, parameters

    def test_as_options(self):
        for name, value in (('checksums', 'all'), ('hash', 'all'), ('immutable', 'hashed'), ('references', 'all')):
            made = self.app(self.examples, 'rollout/base', {name: value})
            directory = os.path.join(EXAMPLES, 'rollout/base')
            assert made.out == tool('build', '--root', EXAMPLES, '--%s=%s' % (name, value), directory), name

    def test_nothing_set(self):
        plain = self.app(self.examples, SHOP).out
        empty = {'name-prefix': '', 'images': [], 'labels': {}, 'overlay': '', 'strict': 'false', 'checksums': ''}
        for parameters in ('', 'null', '[]', ' [ ] ', empty, '[{"name":"images"},{"name":"namespace","string":null}]'):
            assert self.app(self.examples, SHOP, parameters).out == plain, parameters
        env = {'KUBE_VERSION': '1.20', 'KUBE_API_VERSIONS': '', 'ARGOCD_ENV_ALLOW_EMPTY': 'true', 'PARAM_NAMESPACE': 'x'}
        assert self.app(self.examples, SHOP, more=env).out == plain

    def test_wrong_parameters(self):
        for parameters, words in (
            ({'image': ['a:1']}, ['unknown parameter "image"', 'did you mean "images"', 'namespace']),
            ({'allow-empty': 'true'}, ['unknown parameter']),
            ({'root': '/'}, ['unknown parameter']),
            ({'images': 'a:1'}, ['"images" is a string, and must be an array']),
            ({'labels': ['a']}, ['must be a map']),
            ({'namespace': {}}, ['must be a string']),
            ({'checksums': 'some'}, ['"some" is no value', 'unhashed, all or off']),
            ({'force-labels': 'yes'}, ['true or false']),
            ({'images': ['nothing']}, ['invalid format of image']),
            ({'images': ['a:$ARGOCD_APP_REVISION']}, ['variables are not filled in']),
            ({'replicas': {'a': 'many'}}, []),
            ({'namespace': 'Not One'}, ['not a valid namespace']),
            ({'labels': {'a:b': 'c'}}, ['is no name']),
            ({'labels-include-templates': 'true', 'labels': {'a': 'b'}}, ['--without-selector']),
            ({'components': ['../*']}, ['a pattern']),
            ({'components': ['../nowhere']}, ['nowhere']),
            ({'components': ['/etc']}, []),
            ({'components': ['https://example.com/x']}, []),
            ('[{"name":"images","array":["a:1"]},{"name":"images","array":["a:2"]}]', ['twice']),
            ('[{"name":"x\\u001b[31m","string":""}]', ['unknown parameter']),
            ('[{"string":"a"}]', ['without a name']),
            ('[{"name":"namespace","string":"a","array":[]}]', ['two values']),
            ('[{"name":"namespace","string":"a","x":1}]', []),
            ('[{"name":"namespace","string":1}]', []),
            ('[{"name":"labels","map":{"a":"1","a":"2"}}]', ['twice']),
            ('[{"name":"labels","map":{"a":{"b":"c"}}}]', []),
            ('[{"name":"namespace","string":"\\ud800"}]', ['half a character']),
            ('[{"name":"namespace","string":"\\u0000"}]', ['NUL']),
            ('{}', []), ('[', []), ('[}', []), ('[[]]', []), ('[{}]', []), ('[{},]', []), ('nul', []), ('[] []', []), ('"', []), ("[{'", []),
            ('[' * 100000, []), ('[{"name":"' + 'a' * 100000 + '"}]', []),
            ('[' + ','.join('{"name":"x%d"}' % i for i in range(5000)) + ']', []),
        ):
            self.refused(self.app(self.examples, SHOP, parameters), *words)
        for parameters in ('[', {'image': []}, {'overlay': 'nowhere'}):
            self.refused(self.app(self.examples, SHOP, parameters, ['--allow-empty', '--no-such-option'], init=True))

    def test_administrator(self):
        """What stands in plugin.yaml no parameter changes."""
        for options, parameters in ((['--checksums=off'], {'checksums': 'all'}), (['--strict'], {'strict': 'false'}),
                                    (['--strict=all'], {'strict': 'true'}), (['--hash', 'generated'], {'hash': 'all'})):
            made = self.app(self.examples, SHOP, parameters, options)
            self.refused(made, 'applications cannot change it')
        for options, parameters in ((['--checksums=all'], {'checksums': 'all'}), (['--strict=true'], {'strict': 'all'})):
            assert self.app(self.examples, 'getting-started/overlays/dev', parameters, options).status == 0
        lossy = {'images': ['never-there:1']}
        made = self.app(self.examples, 'getting-started/overlays/dev', lossy)
        assert made.status == 0 and b'never-there' in made.err
        self.refused(self.app(self.examples, 'getting-started/overlays/dev', {**lossy, 'strict': 'true'}), 'never-there')

    def test_empty(self):
        tree = self.server.unpack(self.new('empty', {'a/kustomization.yaml': 'resources: []\nnamePrefix: a-\n'}))
        self.refused(self.app(tree, 'a'), 'would delete', '--allow-empty')
        for more in ({'ARGOCD_ENV_ALLOW_EMPTY': 'true'}, {'ARGOCD_ENV_X --allow-empty': '1'}, {'PARAM_ALLOW_EMPTY': 'true'}):
            self.refused(self.app(tree, 'a', more=more))
        made = self.app(tree, 'a', options=['--allow-empty'])
        assert made.status == 0 and made.out == b''

    def test_overlay(self):
        for overlay, path in (('overlays/prod', 'app-repo/deploy'), ('../dev/../prod/', 'app-repo/deploy/overlays/dev'),
                              ('./', SHOP), ('../../overlays//./prod', 'app-repo/deploy/overlays/dev')):
            made = self.app(self.examples, path, {'overlay': overlay})
            assert made.out == self.app(self.examples, SHOP).out, (overlay, made.err)
        tree = self.new('links', {'a/x/kustomization.yaml': 'resources: [m.yaml]\n', 'a/x/m.yaml': config_map('m')})
        os.symlink('x', os.path.join(tree, 'a/inside'))
        os.symlink('../../../..', os.path.join(tree, 'a/outside'))
        tree = self.server.unpack(tree)
        for overlay in ('/', tree + '/a/x', '../../x', '../../' + os.path.basename(tree) + '/a/x', 'nowhere', 'x/m.yaml', 'inside', 'outside',
                        'outside/nowhere', 'x/' * 3000, 'x\n/../../..'):
            self.refused(self.app(tree, 'a', {'overlay': overlay}), 'the overlay')
        assert self.app(tree, 'a', {'overlay': 'x'}).status == 0

    def test_roots(self):
        """The top is found where the tree is rooted deeper than the repository, and never above it."""
        files = {'base/kustomization.yaml': 'resources: [m.yaml]\n', 'base/m.yaml': config_map('m'),
                 'teams/a/base/kustomization.yaml': 'resources: [m.yaml]\n', 'teams/a/base/m.yaml': config_map('n'),
                 'teams/a/a/prod/kustomization.yaml': 'resources: [../../base]\n',
                 'teams/a/up/kustomization.yaml': 'resources: [../../../base]\n'}
        repository = self.new('repository', files)
        whole = self.server.unpack(repository)
        prod, up = 'teams/a/a/prod', 'teams/a/up'
        for claimed in (prod, './' + prod, prod + '/', 'teams//a/./a/prod', 'elsewhere/' + prod):
            assert self.app(whole, prod, claimed=claimed).status == 0, claimed
        assert self.app(whole, up).status == 0
        # The common root of what matters, as manifest-generate-paths may have it.
        deeper = self.server.unpack(os.path.join(repository, 'teams/a'))
        assert self.app(deeper, 'a/prod', claimed=prod).status == 0
        self.refused(self.app(deeper, 'up', claimed=up), 'base')
        alone = self.server.unpack(os.path.join(repository, 'base'))
        for claimed in ('.', '', './', 'base', 'a/base'):
            assert self.app(alone, '.', claimed=claimed).status == 0, claimed
        # In doubt it is the working directory, from which the base cannot be seen.
        for claimed in ('', '.', '..', '../prod', 'teams/../' + prod, '/' + prod, '/', os.path.join(whole, prod), 'prodx', 'x' * 9000, prod + '/..',
                        os.path.basename(whole) + '/' + prod + '/..'):
            self.refused(self.app(whole, prod, claimed=claimed), 'base')
        # A tree that looks for its neighbour's: even who knew all names of the way up gets no farther than Argo CD's random one.
        spy = self.server.unpack(self.new('spy', {
            'prod/kustomization.yaml': 'resources: [../../%s/base]\n' % os.path.basename(whole)}))
        for claimed in ('prod', '_cmp_server/prod', '_cmp_server/x/prod', '../prod', spy + '/prod'):
            self.refused(self.app(spy, 'prod', claimed=claimed), 'base')

    def test_secrets(self):
        """No value of a Secret is in a message."""
        tree = self.server.unpack(self.new('secret', {
            'a/kustomization.yaml': 'resources: [s.yaml, s2.yaml]\nsecretGenerator: [{name: g, literals: ["hunter2 no equals"]}]\n',
            'a/s.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2, p: hunter2}\n',
            'a/s2.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  p: hunter2: x\n'}))
        made = self.app(tree, 'a')
        self.refused(made, 's2.yaml:')
        assert b'hunter2' not in made.err, made.err
        assert all(b'error: ' in line or b'warning: ' in line for line in made.err.splitlines()), made.err

    def test_many_messages(self):
        lines = ''.join('- {path: p.yaml, target: {name: none%d}}\n' % i for i in range(500))
        tree = self.server.unpack(self.new('many', {
            'a/kustomization.yaml': 'resources: [m.yaml]\npatches:\n' + lines, 'a/m.yaml': config_map('m'),
            'a/p.yaml': '[{"op": "add", "path": "/data/x", "value": "y"}]'}))
        made = self.app(tree, 'a')
        assert made.status == 0 and len(made.err) <= 8192 and b' more findings\n' in made.err, (made.status, len(made.err), made.err[-200:])
        self.refused(self.app(tree, 'a', {'strict': 'true'}), ' more findings')

    def test_one_long_message(self):
        """An error whose places alone would fill the report is printed, cut, as a line and as an object of JSON."""
        deep = '/'.join(['\u00e4' * 120] * 12)
        tree = self.server.unpack(self.new('long', {
            'a/kustomization.yaml': 'resources: [%s]\n' % deep,
            'a/%s/kustomization.yaml' % deep: 'resources: [first-of-them.yaml, second-of-them.yaml]\n',
            'a/%s/first-of-them.yaml' % deep: config_map('m'), 'a/%s/second-of-them.yaml' % deep: config_map('m')}))
        made = self.app(tree, 'a')
        self.refused(made, 'first-of-them.yaml:1', 'second-of-them.yaml:1:1: error: ', '...\u00e4')
        assert made.err.decode().count('\n') == 1 and len(made.err) < 4096, made.err
        self.refused(self.app(tree, 'a', options=['--diagnostics=json']), 'second-of-them.yaml')
        finding, = [json.loads(line) for line in self.app(tree, 'a', options=['--diagnostics=json']).err.decode().splitlines()]
        assert finding['severity'] == 'error' and finding['file'].endswith('/second-of-them.yaml'), finding
        # Control characters take six bytes each.
        name = '\u0001' * 9000
        lines = self.app(tree, 'a', {name: 'x', name + 'x': 'x'}, options=['--diagnostics=json']).err.decode().splitlines()
        first, more = [json.loads(line) for line in lines]
        assert first['severity'] == 'error' and first['message'].endswith('\u0001...'), first
        assert more == {'severity': 'info', 'code': 'more-findings', 'message': '1 more finding'}, more

    def heavy(self):
        """A tree that renders for a long time."""
        patches = ''.join('- {path: p.yaml, target: {name: ".*%d.*x"}}\n' % i for i in range(5000))
        return self.server.unpack(self.new('heavy', {
            'a/kustomization.yaml': 'resources: [m.yaml]\npatches:\n' + patches,
            'a/m.yaml': '---\n'.join(config_map('m%dx' % i, k='v') for i in range(3000)),
            'a/p.yaml': '[{"op": "add", "path": "/data/x", "value": "y"}]'}))

    def options(self):
        """The options of each command of plugin.yaml, that of the comment too."""
        with open(os.path.join(REPOSITORY, 'scripts/argocd/sidecar/plugin.yaml')) as f:
            found = re.findall(r'command: \[conf-render, cmp, (\w+)\]\n[ #]*(?:args: \[(.*)\])?', f.read())
        return {command: args.split(', ') for command, args in found}

    def test_same_options(self):
        """Every command reads what a repository says, and has the same limits."""
        options = self.options()
        assert sorted(options) == ['discover', 'generate', 'init', 'parameters'], options
        for command, words in options.items():
            assert words == options['generate'] and len(words) == 3, (command, words)
        for names in (['init'], ['generate'], ['parameters', 'dynamic']):
            assert self.plugin.command(*names)[3:] == options['generate'], names

    def test_killed(self):
        tree = self.heavy()
        directory, env = os.path.join(tree, 'a'), self.server.environment('a')
        command = self.plugin.command('generate') + ['--max-work', '1000000000000']
        child = self.server.start(command, directory, env)
        time.sleep(0.3)
        assert child.poll() is None
        began = time.monotonic()
        os.killpg(child.pid, signal.SIGTERM)
        out, _ = child.communicate(timeout=20)
        assert time.monotonic() - began < 5 and child.returncode == -signal.SIGTERM and out == b''
        made = self.server.run(command + ['--timeout', '0.1'], directory, env)
        self.refused(made, 'took longer than 0.1 s')
        assert made.seconds < 10, made.seconds

    def discover(self, directory, env):
        made = self.server.run(['conf-render', 'cmp', 'discover'] + self.options()['discover'], directory, env)
        assert made.status == 0 and made.err == b'', made.err
        return made.out.decode()

    def test_discover(self):
        tree = self.server.unpack(self.new('several', {
            'a/Kustomization': 'resources: []\n', 'helm/kustomization.yaml': 'helmCharts: [{name: x}]\n', 'none/x.yaml': '',
            'wrong/kustomization.yml': 'resorces: []\n', 'two/kustomization.yaml': '', 'two/Kustomization': '',
            'remote/kustomization.yaml': 'resources: ["https://example.com/base?ref=v1"]\n', 'is/kustomization.yaml/x': ''}))
        at = lambda path, **more: self.discover(os.path.join(tree, path), self.server.environment(path, **more))
        assert at('a') == 'Kustomization\n'
        assert at('helm') == '' and at('remote') == '' and at('none') == '' and at('is') == ''
        assert at('wrong') == 'kustomization.yml\n' and at('two') != ''
        assert at('.', parameters={'overlay': 'a'}) == 'a/Kustomization\n' and at('.') == ''
        assert at('a', parameters='[') == 'Kustomization\n' and at('none', parameters={'x': 'y'}) == ''
        # At the top of the repository, as the documentation has it.
        top = lambda path: self.discover(tree, self.server.environment(path))
        assert top('a') == 'a/Kustomization\n' and top('helm') == '' and top('none') == ''
        tree = self.server.unpack(self.new('charts', {'kustomization.yaml': 'helmCharts: [{name: x}]\n', 'a/x.yaml': ''}))
        assert top('a') == '' and top('.') == ''
        assert top('../a') == '' and top('/etc') == '' and top(tree + '/a') == ''

    def test_parameters(self):
        fields = {'name': str, 'title': str, 'tooltip': str, 'required': bool, 'itemType': str, 'collectionType': str, 'string': str,
                  'array': list, 'map': dict}
        rows = self.server.parameters(os.path.join(self.examples, SHOP), self.server.environment(SHOP))
        for row in rows:
            assert all(isinstance(value, fields[key]) for key, value in row.items()), row
            assert row['title'] and row['tooltip'] and row.get('collectionType', 'string') in row, row
        by_name = {row['name']: row for row in rows}
        assert len(by_name) == len(rows)
        assert by_name['namespace']['string'] == 'shop' and by_name['replicas']['map'] == {'shop': '3'}
        assert by_name['images']['array'] == ['registry.example.com/shop:1.4.2']
        # They are those that the program knows, with their kinds, and what is shown as a default is one.
        made = self.app(self.examples, SHOP, {'?': ''})
        known = made.err.decode().split('there are ')[1].strip().split(', ')
        assert sorted(by_name) == sorted(known)
        kinds = {'array': [], 'map': {}}
        given = {n: row[row['collectionType']] if 'collectionType' in row else row['string'] for n, row in by_name.items()}
        same = self.app(self.examples, SHOP, {n: v for n, v in given.items()})
        assert same.status == 0 and same.out == self.app(self.examples, SHOP).out, same.err
        wrong = {n: 'x' if row.get('collectionType', '') in kinds else ['x'] for n, row in by_name.items()}
        made = self.app(self.examples, SHOP, wrong)
        self.refused(made)
        assert len(made.err.splitlines()) == len(by_name), made.err
        # What cannot be read is told, and can be mended in the form.
        rows = self.server.parameters(os.path.join(self.examples, SHOP), self.server.environment(SHOP, {'overlay': 'nowhere'}))
        assert sorted(row['name'] for row in rows) == sorted(by_name)

    def test_paths(self):
        """deps --argocd: what Argo CD is to watch, and a tree with nothing else in it renders."""
        line = tool('deps', '--argocd', SHOP, '--root', EXAMPLES, cwd=EXAMPLES).decode()
        assert line.endswith('\n') and '\n' not in line[:-1]
        items = line.strip().split(';')
        assert items[0] == '.' and len(items) > 1
        part = os.path.join(self.work, 'part')
        for item in items:
            path = os.path.normpath(os.path.join('/', SHOP, item)).lstrip('/')
            shutil.copytree(os.path.join(EXAMPLES, path), os.path.join(part, path), dirs_exist_ok=True)
        assert self.app(self.server.unpack(part), SHOP).out == self.app(self.examples, SHOP).out

    def test_application_set(self):
        """Its annotation covers what every overlay that it matches is made of."""
        objects = json.loads(tool('build', '--format=json', os.path.join(EXAMPLES, 'argocd')))['items']
        spec = next(o for o in objects if o['kind'] == 'ApplicationSet')['spec']
        pattern = spec['generators'][0]['git']['directories'][0]['path']
        watched = spec['template']['metadata']['annotations']['argocd.argoproj.io/manifest-generate-paths'].split(';')
        overlays = glob.glob(os.path.join(REPOSITORY, pattern))
        assert len(overlays) > 10
        for overlay in overlays:
            below = [os.path.normpath(os.path.join(overlay, item)) + os.sep for item in watched]
            line = tool('deps', '--argocd', '--root', REPOSITORY, overlay).decode().strip()
            for item in line.split(';'):
                path = os.path.normpath(os.path.join(overlay, item)) + os.sep
                assert any(path.startswith(b) for b in below), (overlay, item)

    def test_set_up(self):
        """The trees of scripts/argocd build and pass check, over what of Argo CD they change."""
        tree = os.path.join(self.work, 'argocd')
        shutil.copytree(os.path.join(REPOSITORY, 'scripts/argocd'), tree)
        shutil.copy(os.path.join(REPOSITORY, 'testdata/argocd/install.yaml'), tree)
        for component in ('sidecar', 'binary'):
            with open(os.path.join(REPOSITORY, 'scripts/argocd/kustomization.yaml')) as f:
                text = f.read()
            if component == 'binary':
                text = text.split('images:')[0].replace('- sidecar\n', '- binary\n')
            write(tree, {'kustomization.yaml': text})
            tool('check', '--severity=warning', tree)
            objects = json.loads(tool('build', '--format=json', tree))['items']
            pod = next(o for o in objects if o['kind'] == 'Deployment')['spec']['template']['spec']
            container = next(c for c in pod['containers'] + pod.get('initContainers', []) if c['name'] == 'conf-render')
            context = container['securityContext']
            assert context['runAsUser'] == 999 and context['readOnlyRootFilesystem'] and context['capabilities'] == {'drop': ['ALL']}
            volumes = {v['name']: v for v in pod['volumes']}
            assert {m['name'] for c in pod['containers'] for m in c.get('volumeMounts', [])} <= set(volumes)
            if component == 'binary':
                settings = next(o for o in objects if o['metadata']['name'] == 'argocd-cm')['data']
                assert os.path.basename(settings['kustomize.path.conf-render']).startswith('kustomize')
                continue
            made = next(o for o in objects if o['metadata']['name'] == volumes['conf-render-plugin']['configMap']['name'])
            with open(os.path.join(REPOSITORY, 'scripts/argocd/sidecar/plugin.yaml')) as f:
                assert made['data'] == {'plugin.yaml': f.read()}
        tool('check', '--severity=warning', os.path.join(EXAMPLES, 'argocd'))

    def test_image(self):
        """The Dockerfile installs what a build needs, and copies what is there."""
        with open(os.path.join(REPOSITORY, 'scripts/argocd/Dockerfile')) as f:
            text = f.read()
        with open(os.path.join(REPOSITORY, 'scripts/packages.sh')) as f:
            packages = next(line for line in f if line.startswith('BUILD_PACKAGES=')).split('"')[1]
        assert packages in text, packages
        for word in text.split():
            if word.startswith('/src/'):
                assert os.path.exists(os.path.join(REPOSITORY, word[len('/src/'):])), word


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix='cr-cmp-') as work:
        tests = Tests(work)
        wanted = sys.argv[3:] or [name for name in dir(tests) if name.startswith('test_')]
        for name in wanted:
            began = time.monotonic()
            try:
                getattr(tests, name)()
            except Exception:
                failed += 1
                print(name + ' failed')
                traceback.print_exc(limit=-2)
            if 'CMP_TIMES' in os.environ:
                print('%s %.2f s' % (name, time.monotonic() - began))
    print('%d passed, %d failed' % (len(wanted) - failed, failed))
    return failed != 0


sys.exit(main())
