import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { MailError, makeMailer, type Mail } from '../../activities/mail';
import { composeMail, type MailFacts } from '../../activities/mail-templates';
import type { MailTemplate } from '../../domain/case/case-event';
import type { RungKind } from '../../domain/time/limit';
import { scanForCanaries } from '../privacy/scan';

interface Caught {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** A mail server that keeps what it gets. */
async function catchMail(options: SMTPServerOptions = {}) {
  const caught: Caught[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        caught.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    caught,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const from = '案结 Anjie <anjie@bureau.example>';
const mail: Mail = {
  messageId: '<1@anjie>',
  to: ['li@bureau.example'],
  subject: '办理期限将至',
  text: '正文\n',
};
const facts: MailFacts = {
  caseNumber: 'TO-2026-7K3M9QX2',
  link: 'https://anjie.example/cases/TO-2026-7K3M9QX2',
  subject: null,
  step: { zh: '核查', en: 'Verification' },
  rung: { id: 'remind-50', kind: 'remind', of: 'limit' },
  pause: null,
  dueOn: '2026-12-31',
  promisedOn: null,
  provisional: false,
  offices: [{ zh: '核查员', en: 'Inspector' }],
};
const templates: MailTemplate[] = [
  'rung',
  'order-issued',
  'proof-returned',
  'extension-answered',
  'decision-taken',
  'time-paused',
  'time-resumed',
  'inspection-notice',
  'inspection-result',
  'repair-notice',
  'notice-published',
  'notice-unserved',
  'fund-short',
  'award-unpaid',
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function sink(options?: SMTPServerOptions) {
  const made = await catchMail(options);
  closing.push(made.stop);
  return made;
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'sent',
    (error: unknown) => (error instanceof MailError ? error.code : Promise.reject(error)),
  );

describe('a mail', () => {
  it('arrives as it was written, in Chinese and English, as plain text', async () => {
    const { caught, url } = await sink();
    const composed = composeMail('rung', facts);
    const mailer = makeMailer({ smtpUrl: url, from });
    const messageId = mailer.messageIdOf('case', 'rung/1');
    expect(
      await mailer.send({ messageId, to: ['li@bureau.example', 'wang@bureau.example'], ...composed }),
    ).toEqual({ refused: [] });

    const [{ to, raw, from: sender } = { to: [], raw: Buffer.alloc(0), from: '' }] = caught;
    expect(sender).toBe('anjie@bureau.example');
    expect(to).toEqual(['li@bureau.example', 'wang@bureau.example']);
    const parsed: ParsedMail = await simpleParser(raw);
    expect(parsed.subject).toBe(composed.subject);
    expect(parsed.text?.trimEnd()).toBe(composed.text.trimEnd());
    expect(parsed.html).toBe(false);
    expect(parsed.attachments).toEqual([]);
    expect(parsed.messageId).toBe(messageId);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect([...parsed.headers.keys()].sort()).toEqual([
      'auto-submitted',
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
  });

  it('of the same effect has the same Message-ID, which tells nothing', () => {
    const { messageIdOf } = makeMailer({ smtpUrl: 'smtp://127.0.0.1:1', from });
    expect(messageIdOf('case-1', 'a')).toBe(messageIdOf('case-1', 'a'));
    expect(
      new Set([messageIdOf('case-1', 'a'), messageIdOf('case-1', 'b'), messageIdOf('case-1a', '')]).size,
    ).toBe(3);
    expect(messageIdOf('case-1', 'a')).toMatch(/^<[0-9a-f]{64}@anjie>$/);
  });
});

describe('addresses that are none, or two', () => {
  const evil = [
    'a@evil.example\r\nBcc: b@evil.example',
    'a@evil.example\nX-Evil: 1',
    'a@evil.example,b@evil.example',
    'a@evil.example;b@evil.example',
    '"a@evil.example" <b@evil.example>',
    '"a@evil.example"@bureau.example',
    'Name <a@evil.example>',
    '<a@evil.example>',
    'group: a@evil.example;',
    '(comment)a@evil.example',
    '@relay.example:a@evil.example',
    'a%b@c@evil.example',
    '=?utf-8?q?a=40evil.example=0d=0aBcc:?=@bureau.example',
    'a@evil.example\u0000',
    'a@[127.0.0.1]',
    'a@evil.example SIZE=1',
    'a@evil.example>\r\nRCPT TO:<b@evil.example',
    '王@evil.example',
    'a\u202e@evil.example',
    '',
  ];

  it.each(evil)('%j is not written to, and the others are', async (address) => {
    const { caught, url } = await sink();
    const mailer = makeMailer({ smtpUrl: url, from });
    expect(await mailer.send({ ...mail, to: [address, 'li@bureau.example'] })).toEqual({
      refused: [address],
    });
    expect(caught.map(({ to }) => to)).toEqual([['li@bureau.example']]);
    expect(caught[0]?.raw.toString('latin1')).not.toMatch(/evil/i);
    expect(await codeOf(mailer.send({ ...mail, to: [address] }))).toBe('mail-no-address');
    expect(caught).toHaveLength(1);
  });

  it.each([
    'subject\r\nBcc: b@evil.example',
    'subject\nX-Evil: 1',
    '=?utf-8?q?=0d=0aBcc:_b@evil.example?=',
    'subject\u2028Bcc: b@evil.example',
  ])('the subject %j makes no header', async (subject) => {
    const { caught, url } = await sink();
    await makeMailer({ smtpUrl: url, from }).send({ ...mail, subject });
    const { to, raw } = caught[0] ?? { to: [], raw: Buffer.alloc(0) };
    expect(to).toEqual(['li@bureau.example']);
    const { headers } = await simpleParser(raw);
    expect(headers.has('bcc')).toBe(false);
    expect(headers.has('x-evil')).toBe(false);
  });

  it('fetches nothing that a text names', async () => {
    const { caught, url } = await sink();
    const text = { path: '/etc/hostname' } as unknown as string;
    await expect(makeMailer({ smtpUrl: url, from }).send({ ...mail, text })).rejects.toThrow(MailError);
    expect(caught).toEqual([]);
  });
});

describe('a mail server', () => {
  it('that is away, says so within the deadline', async () => {
    expect(await codeOf(makeMailer({ smtpUrl: 'smtp://127.0.0.1:1', from }).send(mail))).toBe(
      'mail-unreachable',
    );
  });

  it('that never answers is left after the deadline', async () => {
    const mute = await tcp(() => undefined);
    expect(await codeOf(makeMailer({ smtpUrl: mute, from, deadlineMs: 200 }).send(mail))).toBe(
      'mail-timeout',
    );
  });

  it('that says one letter at a time is left after the deadline, too', async () => {
    const slow = await tcp((socket) => {
      const timer = setInterval(() => socket.write('2'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await codeOf(makeMailer({ smtpUrl: slow, from, deadlineMs: 300 }).send(mail))).toBe(
      'mail-timeout',
    );
  });

  it.each([
    [451, 'mail-deferred'],
    [550, 'mail-refused'],
  ])('that answers %i to the mail is reported by number, without its words', async (responseCode, code) => {
    const { url } = await sink({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () =>
          done(Object.assign(new Error('no such person: li@bureau.example'), { responseCode })),
        );
      },
    });
    const error: unknown = await makeMailer({ smtpUrl: url, from })
      .send(mail)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, responseCode, message: code });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('no such person');
  });

  it('that refuses one of two still gets the mail for the other', async () => {
    const { caught, url } = await sink({
      onRcptTo({ address }, _session, done) {
        done(address.startsWith('gone') ? Object.assign(new Error('no'), { responseCode: 550 }) : null);
      },
    });
    const mailer = makeMailer({ smtpUrl: url, from });
    expect(await mailer.send({ ...mail, to: ['gone@bureau.example', 'li@bureau.example'] })).toEqual({
      refused: ['gone@bureau.example'],
    });
    expect(caught[0]?.to).toEqual(['li@bureau.example']);
    expect(await codeOf(mailer.send({ ...mail, to: ['gone@bureau.example'] }))).toBe('mail-refused');
  });

  async function tcp(onSocket: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});

describe('what a mail says', () => {
  it('is number, cause, step, date in Shanghai, link and offices, in both languages', () => {
    expect(composeMail('rung', facts)).toEqual({
      subject: '[TO-2026-7K3M9QX2] 办理期限将至 A time limit is approaching',
      text: [
        '办理期限将至',
        'A time limit is approaching',
        '',
        '案件编号:TO-2026-7K3M9QX2',
        'Case: TO-2026-7K3M9QX2',
        '',
        '环节:核查',
        'Step: Verification',
        '',
        '截止日期:2026-12-31',
        'Due: 2026-12-31',
        '',
        '请登录办理:https://anjie.example/cases/TO-2026-7K3M9QX2',
        'Log in to see it: https://anjie.example/cases/TO-2026-7K3M9QX2',
        '',
        '收件岗位:核查员',
        'Sent to: Inspector',
        '',
        '本邮件由系统自动发送,请勿回复。',
        'Sent automatically; please do not reply.',
        '',
      ].join('\n'),
    });
  });

  it('marks a date that the calendar may still move', () => {
    expect(composeMail('rung', { ...facts, provisional: true }).text).toMatch(/暂定.*\n.*provisional/);
  });

  it('names a cause of its own for every rung and template', () => {
    const kinds: RungKind[] = ['remind', 'overdue', 'escalate', 'expire'];
    const ofRungs = kinds.map(
      (kind) => composeMail('rung', { ...facts, rung: { id: 'r', kind, of: 'limit' } }).subject,
    );
    const ofOthers = templates
      .slice(1)
      .map((template) => composeMail(template, { ...facts, rung: null }).subject);
    expect(new Set([...ofRungs, ...ofOthers]).size).toBe(kinds.length + templates.length - 1);
  });

  it('tells a promise from the limit of the law, with both dates', () => {
    const promised = {
      ...facts,
      caseNumber: 'AI-2026-7K3M9QX2',
      subject: { zh: '建筑工程施工许可', en: 'Construction permit' },
      promisedOn: '2026-12-20',
    };
    const mailOf = (kind: RungKind) =>
      composeMail('rung', { ...promised, rung: { id: 'r', kind, of: 'promise' } });
    expect(mailOf('remind').subject).toBe('[AI-2026-7K3M9QX2] 承诺时限将至 A promised time is nearly up');
    const { subject, text } = mailOf('overdue');
    expect(subject).toBe('[AI-2026-7K3M9QX2] 已超承诺时限 A promised time has passed');
    expect(text).toContain('事项:建筑工程施工许可\nMatter: Construction permit\n');
    expect(text).toContain('承诺日期:2026-12-20\nPromised: 2026-12-20\n');
    expect(text).toContain('截止日期:2026-12-31\nDue: 2026-12-31\n');
  });

  it('tells the rungs of a pause from those of a limit', () => {
    const mailOf = (kind: RungKind) =>
      composeMail('rung', { ...facts, rung: { id: 'pause-1-end', kind, of: 'pause' } }).subject;
    expect(mailOf('remind')).toContain('时限中止提示');
    expect(mailOf('overdue')).toContain('中止已届满,事项尚未办结');
    expect(() => mailOf('resume')).toThrow(RangeError);
  });

  it('tells an applicant why the time stands still and for how long', () => {
    const pause = { ground: { zh: '专家评审', en: 'expert review' }, expectedDays: 15 };
    const { subject, text } = composeMail('time-paused', { ...facts, rung: null, dueOn: null, pause });
    expect(subject).toContain('办理时限已依法中止');
    expect(text).toContain('事由:专家评审;预计需要15日(自然日),不计入办理时限\n');
    expect(text).toContain('Ground: expert review; expected to take 15 calendar days, which do not count\n');
    expect(text).not.toContain('截止');
  });

  it('leaves out what there is not', () => {
    const { text } = composeMail('order-issued', {
      ...facts,
      step: null,
      rung: null,
      dueOn: null,
      offices: [],
    });
    expect(text).not.toMatch(/环节|截止|收件岗位/);
  });

  it.each(['a\r\nBcc: x', 'a\nb', 'a\u0000', 'a\u2028b', 'a\u202eb'])(
    'is nothing at all where a fact holds %j',
    (bad) => {
      expect(() => composeMail('rung', { ...facts, caseNumber: bad })).toThrow(RangeError);
      expect(() => composeMail('rung', { ...facts, link: bad })).toThrow(RangeError);
      expect(() => composeMail('rung', { ...facts, step: { zh: bad, en: 'x' } })).toThrow(RangeError);
      expect(() => composeMail('rung', { ...facts, offices: [{ zh: 'x', en: bad }] })).toThrow(RangeError);
    },
  );

  it('never tells an enterprise that there is a tip', () => {
    const order = {
      ...facts,
      caseNumber: 'RE-2026-7K3M9QX2',
      link: 'https://x.example/cases/RE-2026-7K3M9QX2',
    };
    for (const template of templates) {
      const { subject, text } = composeMail(template, order);
      expect(subject + text).not.toMatch(/举报|线索|检举|\btip|report|informant/i);
    }
    for (const words of [
      { zh: '反馈举报人', en: 'Feedback' },
      { zh: '反馈', en: 'Feedback to the reporter' },
      { zh: '受理', en: 'Tip-off' },
    ]) {
      expect(() => composeMail('rung', { ...order, step: words })).toThrow(RangeError);
      expect(() => composeMail('rung', { ...facts, step: words })).not.toThrow();
    }
  });

  it('holds no canary that stood in anything around it', async () => {
    const canaries = ['CANARY-举报内容-7391', 'CANARY-企业-4411', 'CANARY-1234567.89'];
    const { caught, url } = await sink();
    const mailer = makeMailer({ smtpUrl: url, from });
    for (const template of templates) {
      // What is not among the facts has no way in, even if it is handed over.
      const laden = {
        ...facts,
        text: canaries[0],
        enterprise: canaries[1],
        amount: canaries[2],
      } as MailFacts;
      const messageId = mailer.messageIdOf(canaries[0] ?? '', template);
      await mailer.send({ ...composeMail(template, laden), messageId, to: ['li@bureau.example'] });
    }
    expect(caught).toHaveLength(templates.length);
    const buffers = Object.fromEntries(caught.map(({ raw }, index) => [`mail ${index}`, raw]));
    expect(await scanForCanaries({ canaries, buffers })).toEqual([]);
    // The search would have found it.
    expect(await scanForCanaries({ canaries: ['办理期限将至'], buffers })).not.toEqual([]);
  });
});
