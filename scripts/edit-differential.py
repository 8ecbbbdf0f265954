#!/usr/bin/env python3
"""Compares edits with kustomize's at random.

    scripts/edit-differential.py --tool build/conf-render --reference kustomize --count 500 [--seed 1]

Makes directories with a kustomization in many layouts (comments, brackets, quotes, indents, line ends), edits each with both programs, and
checks that
- both succeed or both fail;
- the directory edited here builds to the same bytes as the one that the reference edited;
- lines that an edit does not name stay: what is not in the new file any more holds a word of the edit or its field, and nothing else goes;
- the same edit again changes nothing, or fails.
Without --reference only the last two are checked."""
import argparse
import difflib
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
DEPLOYMENT = '''apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
spec:
  replicas: 1
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
      - name: c
        image: {image}
'''
NAMES = ['alpha', 'beta', 'gamma']
FILES = {
    **{f'{name}.yaml': DEPLOYMENT.format(name=name, image=f'img-{name}:v1') for name in NAMES},
    'new.yaml': DEPLOYMENT.format(name='new', image='img-new'),
    'base/kustomization.yaml': 'resources: [map.yaml]\n',
    'base/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\n',
    'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {part: "1"}\n',
    'other/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {other: "1"}\n',
    'patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: alpha\nspec:\n  paused: true\n',
    'values.env': 'X=1\n',
    'some.txt': 'text\n',
}


class Writer:
    """Writes values in a layout that chance decides."""

    def __init__(self, rng):
        self.rng = rng
        self.list_indent = rng.choice([0, 0, 2, 4])
        self.step = rng.choice([2, 2, 4])

    def comment(self):
        return self.rng.choice(['', '', '', '  # why', ' # it: [is]'])

    def line(self):
        return self.rng.choice(['', '', '', '', '\n', '# a comment\n', '  # further right\n'])

    def scalar(self, value):
        if not isinstance(value, str):
            return str(value)
        plain = value and all(c.isalnum() or c in './-_=:' for c in value) and not value[0].isdigit() and value[0] not in '-=:.' \
            and value not in ('y', 'n', 'yes', 'no', 'true') and not value.endswith(':')
        return self.rng.choice(([value] * 3 if plain else []) + [f'"{value}"', f"'{value}'"])

    def flow(self, value):
        if isinstance(value, dict):
            return '{' + ', '.join(f'{k}: {self.flow(v)}' for k, v in value.items()) + '}'
        if isinstance(value, list):
            return '[' + ', '.join(map(self.flow, value)) + self.rng.choice(['', '', ' ']) + ']'
        text = self.scalar(value)
        return f'"{value}"' if isinstance(value, str) and any(c in text for c in ',[]{}:') else text

    def pair(self, key, value, indent):
        pad = ' ' * indent
        if isinstance(value, (dict, list)) and value and self.rng.random() < 0.75:
            further = self.list_indent if isinstance(value, list) else self.step
            return f'{pad}{key}:{self.comment()}\n' + self.block(value, indent + further)
        text = self.flow(value) if isinstance(value, (dict, list)) else self.scalar(value)
        return f'{pad}{key}: {text}{self.comment()}\n'

    def block(self, value, indent):
        if isinstance(value, dict):
            return ''.join(self.line() + self.pair(k, v, indent) for k, v in value.items())
        text = ''
        for item in value:
            text += self.line()
            if isinstance(item, dict) and item and self.rng.random() < 0.8:
                inner = ''.join(self.pair(k, v, indent + 2) for k, v in item.items())
                text += ' ' * indent + '- ' + inner[indent + 2:]
            else:
                text += ' ' * indent + '- ' + (self.flow(item) if isinstance(item, (dict, list)) else self.scalar(item)) + self.comment() + '\n'
        return text


def shuffled(rng, pairs):
    items = list(pairs.items())
    rng.shuffle(items)
    return dict(items)


def kustomization(rng):
    """The text of a kustomization and what is in it."""
    some = lambda items, least=0: rng.sample(items, rng.randint(least, len(items)))
    fields = {
        'resources': [f'{name}.yaml' for name in some(NAMES, 1)] + some(['base']),
        'namespace': rng.choice(['ns', 'prod']),
        'namePrefix': 'p-',
        'nameSuffix': '-s',
        'commonLabels': {k: rng.choice(['v', '1', 'yes']) for k in some(['team', 'tier'], 1)},
        'commonAnnotations': {k: rng.choice(['v', 'a b', '10']) for k in some(['note', 'owner'], 1)},
        'labels': [shuffled(rng, {'pairs': {'side': 'x'}, 'includeTemplates': True}), {'pairs': {'plain': 'z'}}][:rng.randint(1, 2)],
        'images': [shuffled(rng, {'name': f'img-{n}', **rng.choice([{'newTag': 'v2'}, {'digest': 'sha256:1'},
                                                                     {'newName': 'reg/x', 'newTag': '3'}])}) for n in some(NAMES, 1)],
        'replicas': [shuffled(rng, {'name': n, 'count': rng.randint(0, 5)}) for n in sorted(some(NAMES, 1))],
        'components': some(['part', 'other'], 1),
        'buildMetadata': some(['originAnnotations', 'managedByLabel'], 1),
        'patches': [shuffled(rng, {'path': 'patch.yaml', 'target': {'kind': 'Deployment', 'name': 'alpha'}})],
        'configMapGenerator': [shuffled(rng, {'name': 'conf', 'literals': ['A=1', 'B=2']}), {'name': 'two', 'namespace': 'ns', 'literals': ['C=3']}][:rng.randint(1, 2)],
        'secretGenerator': [shuffled(rng, {'name': 'cred', 'type': 'Opaque', 'literals': ['U=me']})],
    }
    keep = ['resources'] + some([f for f in fields if f != 'resources'])
    rng.shuffle(keep)
    chosen = {field: fields[field] for field in keep}
    text = rng.choice(['', '', '---\n', '# head\n'])
    text += rng.choice([HEADER, HEADER, ''])
    if rng.random() < 0.05:
        import json
        text = json.dumps(chosen, indent=rng.choice([None, 2])) + rng.choice(['\n', ''])
    else:
        text += Writer(rng).block(chosen, 0) + rng.choice(['', '', '\n\n', '# end\n', '# end'])
    if rng.random() < 0.1:
        text = text.rstrip('\n')
    if rng.random() < 0.1:
        text = text.replace('\n', '\r\n')
    return text


def edit(rng):
    pick = rng.choice
    name = pick(NAMES)
    return pick([
        ['set', 'namespace', pick(['dev', 'prod'])],
        ['set', 'nameprefix', '--', pick(['q-', 'p-', ''])],
        ['set', 'namesuffix', '--', pick(['-q', ''])],
        ['set', 'image', pick([f'img-{name}:v9', f'img-{name}=reg/y:5', f'img-{name}@sha256:9', f'img-{name}=*:8', 'img-zz:1'])],
        ['set', 'image', 'img-alpha:7', 'img-gamma=g@sha256:3'],
        ['set', 'replicas', f'{name}={rng.randint(0, 9)}'],
        ['set', 'label', f'{pick(["team", "zone"])}:{pick(["v", "on", "7"])}'],
        ['set', 'annotation', f'{pick(["note", "zone"])}:{pick(["v", "a: b", "null"])}'],
        ['set', 'buildmetadata', pick(['managedByLabel', 'originAnnotations,transformerAnnotations'])],
        ['set', 'configmap', 'conf', f'--from-literal={pick("AX")}=9'],
        ['set', 'configmap', 'two', '--namespace=ns', '--new-namespace=other'],
        ['set', 'secret', 'cred', '--from-literal=U=you'],
        ['add', 'resource', pick(['new.yaml', 'base', 'alpha.yaml', '*.yaml', 'nothing.yaml'])],
        ['add', 'component', pick(['part', 'other'])],
        ['add', 'base', pick(['base', 'base,nothing'])],
        ['add', 'label', pick(['team:x', 'zone:2']), *pick([[], ['--force']])],
        ['add', 'label', '--without-selector', pick(['plain:x', 'zone:2']), *pick([[], ['--force'], ['--include-templates']])],
        ['add', 'annotation', pick(['note:x', 'zone:2']), *pick([[], ['--force']])],
        ['add', 'buildmetadata', pick(['managedByLabel', 'originAnnotations'])],
        ['add', 'patch', '--path', 'patch.yaml', '--kind', 'Deployment', '--name', pick(['alpha', 'beta'])],
        ['add', 'configmap', pick(['conf', 'fresh']), *pick([['--from-literal=Z=1'], ['--from-file=some.txt'], ['--from-env-file=values.env'],
                                                            ['--from-literal=A=1', '--disableNameSuffixHash']])],
        ['add', 'secret', pick(['cred', 'fresh']), '--from-literal=Z=1'],
        ['remove', 'resource', pick(['base', '*.yaml', 'a*', 'nothing'])],
        ['remove', 'label', pick(['team', 'tier', 'team,tier']), *pick([[], ['-i']])],
        ['remove', 'annotation', pick(['note', 'owner,note']), *pick([[], ['-i']])],
        ['remove', 'buildmetadata', 'originAnnotations'],
        ['remove', 'patch', '--path', 'patch.yaml', '--kind', 'Deployment', '--name', 'alpha'],
        ['remove', 'configmap', pick(['conf', 'two', 'conf,two']), *pick([[], ['--namespace=ns']])],
        ['remove', 'secret', 'cred'],
        ['fix'],
    ])


def run(words, folder):
    done = subprocess.run(words, cwd=folder, capture_output=True, timeout=20)
    return done.returncode, done.stdout, done.stderr.decode(errors='replace')


def make(folder, text):
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (folder / 'kustomization.yaml').write_bytes(text.encode())


def lost(before, after):
    """Lines of before that are not in after."""
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line[2:] for line in diff if line.startswith('- ')]


def comments(text):
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith('#')]


def check(args, seed, temporary):
    rng = random.Random(seed)
    text, words = kustomization(rng), edit(rng)
    ours, theirs = temporary / 'ours', temporary / 'theirs'
    for folder in (ours, theirs):
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, text)
    file = ours / 'kustomization.yaml'
    code, _, error = run([args.tool, 'edit', *words], ours)
    after = file.read_bytes().decode()
    problems = []
    if code != 0 and after != text:
        problems.append('a failed edit changed the file')
    if code not in (0, 1):
        problems.append(f'exit status {code}')
    if code == 0 and words[0] != 'fix':
        gone = lost(text, after)
        most = 2 + 4 * sum(w.count(',') + 1 for w in words[2:])
        if len(gone) > most and words[0] != 'remove' and not ('image' in words):
            problems.append(f'{len(gone)} lines gone: {gone}')
        if words[0] in ('add', 'set') and [c for c in comments(text) if c not in comments(after)]:
            problems.append('a comment is gone')
        again, _, _ = run([args.tool, 'edit', *words], ours)
        if file.read_bytes().decode() != after and words[0] != 'add':
            problems.append('the same edit again changed more')
        file.write_bytes(after.encode())
    if args.reference:
        want, _, their_error = run([args.reference, 'edit', *words], theirs)
        if (want == 0) != (code == 0):
            problems.append(f'reference: {want}: {their_error.splitlines()[:1]}, here {code}: {error}')
        elif code == 0:
            a, b = run([args.tool, 'build', '.'], ours), run([args.tool, 'build', '.'], theirs)
            # With buildMetadata the kustomization's own apiVersion is not seen, so outputs are comparable.
            if (a[0], a[1]) != (b[0], b[1]):
                problems.append('builds differ:\n' + '\n'.join(difflib.unified_diff(
                    b[1].decode().splitlines() + [b[2]], a[1].decode().splitlines() + [a[2]], 'reference', 'here', lineterm='', n=1)))
    return text, words, after, error, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tool', required=True)
    parser.add_argument('--reference')
    parser.add_argument('--count', type=int, default=200)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    args.tool = str(Path(args.tool).resolve())
    failed = refused = 0
    with tempfile.TemporaryDirectory(prefix='edits-') as temporary:
        for seed in range(args.seed, args.seed + args.count):
            text, words, after, error, problems = check(args, seed, Path(temporary))
            refused += 'in place' in error
            if problems:
                failed += 1
                print(f'== seed {seed}: edit {" ".join(words)}\n-- before\n{text}\n-- after\n{after}\n-- {error}\n!! ' + '\n!! '.join(problems))
    print(f'{args.count - failed} passed, {failed} failed; {refused} refused as not to be changed in place')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
