import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mailTemplates } from '../../../domain/case/case-event';
import type { CaseType } from '../../../domain/case/case-type';
import { openersOf } from '../../../domain/case/opening';
import { marksIn } from '../../../domain/case/form';
import { endsByItself, issuedOf, type AnyStep } from '../../../domain/case/step';
import { caseTypeDef, caseTypeNames, openings, stepDef, steps } from '../../../domain/cases/catalogue';
import { demoLayer } from '../../../domain/law/demo-layer';
import { creditTiers } from '../../../domain/law/notice-values';
import { resolvePolicy, type Policy } from '../../../domain/law/policy';
import {
  actRefusals,
  decisionRefusals,
  openingRefusals,
  paperRefusals,
  publicationRefusals,
} from '../../../domain/moves/refusals';
import { refusalCodes, type RefusalCode } from '../../../domain/refusal';
import { isFirmRole } from '../../../domain/role';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import { projectFolder } from '../../../setup/folders';
import { procedures } from '../../../workflows/procedures';

/*
 * What a case type needs in other layers, where the compiler cannot see that it is missing: without it everything
 * compiles, and the case type is dead, or throws in the request of somebody else.
 */

const on = '2026-11-30';
const allSteps = [...steps.values()];
const sources = new Map(
  ['domain', 'workflows', 'record', 'activities', 'api', 'worker']
    .flatMap(filesOf)
    .map((file) => [file, readFileSync(join(projectFolder, file), 'utf8')]),
);

describe.each(zones())('the law of %s', (_zone, policy) => {
  it.each(allSteps.map((def) => [def.id, def] as const))('has its rows for %s', (_id, def) => {
    expect(missingRows(policy, def)).toEqual([]);
  });
});

describe.each(caseTypeNames)('%s', (name) => {
  const def = caseTypeDef(name);
  const workflow = sources.get(`workflows/${name}.ts`) ?? '';

  it('has a procedure of its own, with a workflow by a name of its own', () => {
    expect(procedures[name].caseType).toBe(name);
    expect(procedures[name].outcomes).toEqual(Object.keys(def.outcomes));
  });

  it('has a reader beside the auditor', () => {
    expect(Object.keys(def.readers).filter((role) => role !== 'auditor')).not.toEqual([]);
  });

  it('is read by everybody who decides or opens it, but a reporter, who has the receipt code', () => {
    const { begins } = def;
    const acting = [
      ...def.steps.map(({ role }) => role),
      ...(begins.by === 'form' ? openersOf(begins) : []),
    ].filter((role) => role !== 'reporter');
    expect(acting.filter((role) => def.readers[role] === undefined)).toEqual([]);
  });

  it('goes by a prefix and an address that numbers and routes can bear', () => {
    expect(def.prefix).toMatch(/^[A-Z]{2}$/);
    expect(def.address).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('keeps no free text that is not sealed', () => {
    const { begins } = def;
    const forms = [
      ...def.steps.flatMap(({ verdicts }) => Object.values(verdicts).map(({ form }) => form)),
      ...(begins.by === 'form' ? [begins.form] : []),
    ];
    expect(forms.flatMap((form) => openTexts(form, ''))).toEqual([]);
  });

  it('begins somewhere', () => {
    const born = [...sources].some(
      ([file, text]) =>
        file.startsWith('workflows/') && text.replace(/\s+/g, '').includes(`.child('${name}',`),
    );
    const { begins } = def;
    const byParent = begins.by === 'parent' || (begins.by === 'form' && begins.orByParent === true);
    expect(born).toBe(byParent);
  });

  it('names the stages of its steps, and no other', () => {
    const named = new Set(def.steps.map(({ stage }) => stage));
    expect(Object.keys(def.stages).sort()).toEqual([...named].sort());
  });

  it('may be withdrawn', () => {
    expect(Object.keys(def.outcomes)).toContain('withdrawn');
  });

  it('lists every step that it defines, and its procedure asks for each', async () => {
    const defined = await definedSteps(name);
    expect([...defined.values()].map(({ id }) => id).sort()).toEqual(def.steps.map(({ id }) => id).sort());
    expect([...defined.keys()].filter((step) => !new RegExp(`steps\\.${step}\\b`).test(workflow))).toEqual(
      [],
    );
  });

  it('has steps whose ids say where they belong', () => {
    expect(def.steps.filter(({ id }) => !id.startsWith(`${name}/`))).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('gives nothing away twice: step ids, prefixes, addresses, workflows', () => {
    const defs = caseTypeNames.map(caseTypeDef);
    const given = [
      defs.flatMap((def) => def.steps.map(({ id }) => id)),
      defs.map(({ prefix }) => prefix),
      defs.map(({ address }) => address),
      defs.map(({ workflow }) => workflow),
    ];
    for (const names of given) expect(new Set(names).size).toBe(names.length);
  });

  it('names existing steps where one step speaks of others', () => {
    const named = allSteps.flatMap(({ runsFrom, separateFrom }) => [
      ...separateFrom.filter((id) => id !== 'early/{matter}'),
      ...(typeof runsFrom === 'string' && runsFrom !== 'receipt' ? [runsFrom] : []),
    ]);
    expect(named.filter((id) => !steps.has(id))).toEqual([]);
  });

  it('says in each form which part is decided, where a step names its parts so', () => {
    const parted = allSteps.filter(({ partBy }) => partBy !== undefined);
    expect(parted).not.toEqual([]);
    const unsaid = parted.flatMap(({ id, partBy = '', verdicts }) =>
      Object.entries(verdicts).flatMap(([verdict, { form }]) =>
        partBy in form.properties ? [] : [`${id} ${verdict}`],
      ),
    );
    expect(unsaid).toEqual([]);
  });

  it('lets a verdict come late after an outcome that its case can have', () => {
    const unknown = caseTypeNames.flatMap((name) => {
      const { steps: own, outcomes } = caseTypeDef(name);
      return own.filter(({ late }) => late !== undefined && !(late.after in outcomes)).map(({ id }) => id);
    });
    expect(unknown).toEqual([]);
  });

  it('lets a limit decide by itself only where law or a document does, or somebody else goes on', () => {
    const ends = allSteps.flatMap((def) =>
      endsByItself(def) ? [[def.id, def.expiryPassesOn ? 'passes on' : (def.lengthIsSet ?? 'law')]] : [],
    );
    expect(Object.fromEntries(ends)).toEqual({
      'tip-off/claim': 'law',
      'project/start': 'law',
      'approval-item/acceptance': 'law',
      'approval-item/deemed-decision': 'law',
      'certificate/renewal': 'to-a-day',
      'credit-repair/showing': 'to-a-day',
      'chief-officer/service': 'to-a-day',
      'notice/receipt': 'passes on',
      'expert-service/acceptance': 'passes on',
      'expert-service/danger-response': 'passes on',
      'expert-service/confirmation': 'passes on',
      'fund-report/answer': 'passes on',
      'fund-report/payment': 'passes on',
      'training-file/look': 'to-a-day',
      'diagnosis/appointment': 'passes on',
      'diagnosis/visit': 'passes on',
      'diagnosis/plan': 'passes on',
      'diagnosis/remedy': 'passes on',
      'diagnosis/revisit': 'passes on',
      'danger-notice/danger-response': 'passes on',
    });
  });

  it('gives verdicts that the limit takes, those that come late, and those that seal, among the verdicts', () => {
    const named = allSteps.flatMap(({ id, onExpiry, late, seals, verdicts }) =>
      [onExpiry, late?.verdict, seals].flatMap((verdict) =>
        verdict === undefined || verdict in verdicts ? [] : [id],
      ),
    );
    expect(named).toEqual([]);
  });
});

describe('texts', () => {
  const forms = (def: AnyStep) => Object.values(def.verdicts).map(({ form }) => form);
  const count = (def: AnyStep, mark: 'x-sealed' | 'x-goes-to') =>
    forms(def).reduce((sum, form) => sum + marksIn(form, mark).length, 0);
  const ofTheOffice = ({ role }: AnyStep) => !isFirmRole(role) && role !== 'reporter';

  it('of the office that an enterprise reads with a decision are each marked as going to it', () => {
    const read = allSteps.filter((def) => ofTheOffice(def) && issuedOf(def) !== 'never');
    expect(read.filter((def) => count(def, 'x-sealed') > 0).length).toBeGreaterThan(5);
    const unmarked = read.filter((def) => count(def, 'x-goes-to') !== count(def, 'x-sealed'));
    expect(unmarked.map(({ id }) => id)).toEqual([]);
  });

  it('that a reporter or an enterprise writes are held against no tip', () => {
    const theirs = allSteps.filter((def) => !ofTheOffice(def) && count(def, 'x-goes-to') > 0);
    expect(theirs.map(({ id }) => id)).toEqual([]);
  });
});

describe('mails', () => {
  it.each(mailTemplates)('%s is asked for by something', (template) => {
    const asked = [...sources].some(([file, text]) => {
      const asks = new RegExp(`(template|tells):[^,;}]*'${template}'`).test(text);
      return asks && !file.startsWith('activities/');
    });
    expect(asked).toBe(true);
  });
});

describe('refusals', () => {
  // Law that waits for its procedure.
  const waiting: readonly RefusalCode[] = ['not-collectable'];

  it.each(refusalCodes)('%s is given by something', (code) => {
    const gives = new RegExp(`(refuse\\(|code:)\\s*'${code}'`);
    expect([...sources.values()].some((text) => gives.test(text))).toBe(true);
  });

  it('are all told of in the contract', () => {
    const told = new Set<RefusalCode>([
      ...allSteps.flatMap(decisionRefusals),
      ...openings.flatMap(openingRefusals),
      ...acts.flatMap(actRefusals),
      ...paperRefusals,
      ...publicationRefusals,
    ]);
    expect(refusalCodes.filter((code) => !told.has(code))).toEqual(waiting);
  });

  it('that a step declares are its own, and no one’s of the kit alone', () => {
    const kit = decisionRefusals({ ...stepDef('tip-off/feedback'), refusals: [] });
    const repeated = allSteps.flatMap(({ id, refusals = [] }) =>
      refusals.filter((code) => kit.includes(code) && code !== 'form-invalid').map((code) => `${id} ${code}`),
    );
    expect(repeated).toEqual([]);
  });
});

const acts = [
  'assign',
  'request-pause',
  'answer-pause',
  'resume',
  'request-extension',
  'answer-extension',
  'request-start-correction',
  'answer-start-correction',
  'intervene-early',
  'note',
  'request-withdrawal',
  'answer-withdrawal',
  'ask-wording',
  'pass-wording',
  'request-original',
  'answer-original',
  'withdraw',
  'reopen',
] as const;

// --- law --------------------------------------------------------------------------------------

/** The zones of the reference law in which cases are opened, and one of them as a demonstration. */
function zones(): [string, Policy][] {
  const parents = new Set(referenceLayers.map(({ parent }) => parent));
  const leaves = referenceLayers.map(({ id }) => id).filter((id) => !parents.has(id));
  const demos = leaves.map((zone) => demoLayer(referenceLayers, zone, `${zone}-demo`));
  return [...leaves, ...demos.map(({ id }) => id)].map((zone) => {
    const policy = resolvePolicy([...referenceLayers, ...demos], zone, on, 1);
    if (!policy.ok) throw new Error(policy.refusal.detail);
    return [zone, policy.value];
  });
}

/** Keys that a step asks the policy for and does not find, whatever the case is about. */
function missingRows(policy: Policy, { limit, ladder, extension, promise }: AnyStep): string[] {
  const has = (key: string) => policy.rows[key] !== undefined;
  const always = [limit, ladder].flatMap((key) => filledIn(policy, key));
  // A matter may be without a promise, and its limit without an extension; a key that no matter has is a mistake.
  const sometimes = [extension, promise].flatMap((key) =>
    key === undefined || filledIn(policy, key).some(has) ? [] : [key],
  );
  return [...always.filter((key) => !has(key)), ...sometimes];
}

function filledIn(policy: Policy, template: string): string[] {
  if (template.includes('{tier}')) return creditTiers.map((tier) => template.replace('{tier}', tier));
  if (!template.includes('{matter}')) return [template];
  return mattersFor(policy, template).map((matter) => template.replace('{matter}', matter));
}

/** Certificates are issued for listed matters whose documents end; all other templates are about any matter. */
function mattersFor(policy: Policy, template: string): string[] {
  return Object.entries(policy.rows).flatMap(([key, { value }]) => {
    const matter = /^matter\.(.+)$/.exec(key)?.[1];
    if (matter === undefined) return [];
    const issued = (value as { validMonths: number | null }).validMonths !== null;
    const certified = issued && !matter.endsWith('-renewal');
    return template.startsWith('ladder.certificate.') && !certified ? [] : [matter];
  });
}

// --- sources ----------------------------------------------------------------------------------

function filesOf(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}

/** The steps that the files of a case type export, by the names of the exports. */
async function definedSteps(name: CaseType): Promise<Map<string, AnyStep>> {
  const files = filesOf(`domain/cases/${name}`);
  const modules = await Promise.all(
    files.map(async (file) => (await import(join(projectFolder, file))) as Record<string, unknown>),
  );
  const isStep = (value: unknown): value is AnyStep =>
    typeof value === 'object' && value !== null && 'verdicts' in value && 'limit' in value;
  return new Map(
    modules.flatMap((each) =>
      Object.entries(each).filter((entry): entry is [string, AnyStep] => isStep(entry[1])),
    ),
  );
}

/** Fields of a form that take any text and do not seal it: what people write would go into the record as a fact. */
function openTexts(schema: unknown, pointer: string): string[] {
  const shape = schema as {
    readonly type?: string;
    readonly properties?: Record<string, unknown>;
    readonly items?: unknown;
    readonly anyOf?: readonly unknown[];
  } & Readonly<Record<string, unknown>>;
  const bounded = ['x-sealed', 'enum', 'const', 'format', 'pattern'].some(
    (word) => shape[word] !== undefined,
  );
  return [
    ...(shape.type === 'string' && !bounded ? [pointer] : []),
    ...Object.entries(shape.properties ?? {}).flatMap(([field, inner]) =>
      openTexts(inner, `${pointer}/${field}`),
    ),
    ...(shape.items === undefined ? [] : openTexts(shape.items, `${pointer}/*`)),
    ...(shape.anyOf ?? []).flatMap((inner) => openTexts(inner, pointer)),
  ];
}
