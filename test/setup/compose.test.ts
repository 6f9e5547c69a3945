import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceSchema } from '../../setup/environment';
import { projectFolder } from '../../setup/folders';
import { searchAttributes } from '../../setup/parts/temporal';

const compose = readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8');

it('docker-compose.yml registers the search attributes that npm start registers', () => {
  const [, list] = /for attribute in (.*); do/.exec(compose) ?? [];
  const expected = Object.entries(searchAttributes).map(([name, type]) => `${name}=${type}`);
  expect(list?.split(' ').sort()).toEqual(expected.sort());
});

it('docker-compose.yml gives API and worker every setting that has no standard', () => {
  const [, settings] = /x-anjie-environment: .*\n((?: {2}.*\n)+)/.exec(compose) ?? [];
  const given = [...(settings ?? '').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, key]) => key);
  expect(serviceSchema.required?.filter((key) => !given.includes(key))).toEqual([]);
  expect(given.filter((key) => key !== undefined && !(key in serviceSchema.properties))).toEqual([]);
});

it('docker-compose.yml opens ports on this machine only', () => {
  const ports = [...compose.matchAll(/^ {6}- (\S+:\d+:\d+)$/gm)].map(([, port]) => port);
  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => port?.startsWith('127.0.0.1:') !== true)).toEqual([]);
});
