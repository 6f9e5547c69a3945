import { Type } from 'typebox';

/* Channels beside mail, both off until they are set up. */

const text = (description: string, more: { readonly pattern?: string } = {}) =>
  Type.Optional(Type.String({ minLength: 1, ...more, description }));

/** Of API and worker. */
export const channelSettings = {
  WEBHOOK_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description: 'at least 32 characters; from it each receiver’s secret is derived',
    }),
  ),
  WEBHOOK_HOSTS: text('machines that webhooks may go to, as hooks.zone.example, separated by commas', {
    pattern: String.raw`^[a-z0-9.:\[\]-]+(\s*,\s*[a-z0-9.:\[\]-]+)*$`,
  }),
  WEBHOOK_PRIVATE: Type.Optional(
    Type.Union([Type.Literal('0'), Type.Literal('1')], {
      description: '1: these may be in the own network, and be written to by http',
    }),
  ),
  SMS_URL: text('gateway for text messages, as https://sms.zone.example/v1', { pattern: '^https?://' }),
  SMS_KEY_ID: text('by which the gateway knows the office'),
  SMS_SECRET: text('with which requests to it are signed'),
  SMS_TEMPLATE: text('its template for one case, with the parameters number, cause, due'),
  SMS_DIGEST_TEMPLATE: text('its template for several cases, with the parameter count'),
};

/** How the channels beside mail are reached; null: not set up. */
export interface ChannelPlaces {
  readonly webhooks: {
    readonly secret: string;
    readonly hosts: readonly string[];
    readonly mayBePrivate: boolean;
  } | null;
  readonly sms: {
    readonly url: string;
    readonly keyId: string;
    readonly secret: string;
    readonly templates: { readonly message: string; readonly digest: string };
  } | null;
}

type Variables = Readonly<Record<string, string>>;

/** Reads what is set; `wrong`: of what only a part is. */
export function channelsIn(given: Variables): {
  readonly places: ChannelPlaces;
  readonly wrong: readonly string[];
} {
  const webhook = togetherIn(given, ['WEBHOOK_SECRET', 'WEBHOOK_HOSTS']);
  const sms = togetherIn(given, [
    'SMS_URL',
    'SMS_KEY_ID',
    'SMS_SECRET',
    'SMS_TEMPLATE',
    'SMS_DIGEST_TEMPLATE',
  ]);
  return {
    places: {
      webhooks: webhook.values && {
        secret: webhook.values.WEBHOOK_SECRET,
        hosts: webhook.values.WEBHOOK_HOSTS.split(',').map((host) => host.trim()),
        mayBePrivate: given['WEBHOOK_PRIVATE'] === '1',
      },
      sms: sms.values && {
        ...{ url: sms.values.SMS_URL, keyId: sms.values.SMS_KEY_ID, secret: sms.values.SMS_SECRET },
        templates: { message: sms.values.SMS_TEMPLATE, digest: sms.values.SMS_DIGEST_TEMPLATE },
      },
    },
    wrong: [...webhook.wrong, ...sms.wrong],
  };
}

function togetherIn<Name extends string>(given: Variables, names: readonly Name[]) {
  const missing = names.filter((name) => given[name] === undefined);
  return {
    values: missing.length === 0 ? (given as Readonly<Record<Name, string>>) : null,
    wrong:
      missing.length === 0 || missing.length === names.length
        ? []
        : [`${missing.join(', ')} missing: ${names.join(', ')} are set together or not at all`],
  };
}
