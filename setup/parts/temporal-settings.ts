import { existsSync } from 'node:fs';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { Type } from 'typebox';

/*
 * The connection to Temporal, under the names that its own tools read
 * (https://docs.temporal.io/develop/environment-configuration). A variable overrides what a profile of a configuration
 * file says.
 */

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));

/** Beside TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, which every program declares by itself. */
export const temporalSettings = {
  TEMPORAL_API_KEY: text('key for Temporal Cloud; with it the connection is encrypted'),
  TEMPORAL_TLS: Type.Optional(
    Type.Union(
      ['1', '0', 'true', 'false'].map((word) => Type.Literal(word)),
      { description: '1 to encrypt the connection' },
    ),
  ),
  TEMPORAL_TLS_CLIENT_CERT_PATH: text('certificate of this client, PEM'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: text('the certificate itself instead of its file'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: text('key of that certificate, PEM'),
  TEMPORAL_TLS_CLIENT_KEY_DATA: text('the key itself instead of its file'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: text('who signed the certificate of the server, PEM'),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: text('that certificate itself instead of its file'),
  TEMPORAL_TLS_SERVER_NAME: text(
    'name in the certificate of the server, where it is not that of the address',
  ),
  TEMPORAL_CONFIG_FILE: text('configuration file with profiles, TOML'),
  TEMPORAL_PROFILE: text('profile of that file; without it the one named default'),
};

export type TemporalVariables = Readonly<Record<string, string>>;

/** The address of Temporal, and how to connect to it. */
export interface TemporalPlace {
  readonly address: string;
  readonly namespace: string;
  /** As `Connection.connect` and `NativeConnection.connect` take it. */
  readonly connection: ReturnType<typeof loadClientConnectConfig>['connectionOptions'];
}

/** A Temporal that runs already, with the variables that tell API and worker of it. */
export interface NamedTemporal extends TemporalPlace {
  readonly variables: TemporalVariables;
}

/** A server that needs nothing but its address, such as one that was started on this machine. */
export function plainTemporal(address: string, namespace: string): NamedTemporal {
  const variables = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  return { address, namespace, connection: { address }, variables };
}

/** Settings of the connection that contradict each other, in words for the operator. */
export class TemporalSettingsError extends Error {}

/** The connection by the variables and by the profile that they name. @throws {TemporalSettingsError} */
export function connectionSettings(variables: TemporalVariables): Partial<TemporalPlace> {
  refuseWhatCannotHold(variables);
  const isProfiled = 'TEMPORAL_CONFIG_FILE' in variables || 'TEMPORAL_PROFILE' in variables;
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: { ...variables },
      // Unless a profile is asked for, no configuration file of the person who starts the program is read.
      disableFile: !isProfiled,
      configFileStrict: true,
    });
    const { address } = connectionOptions;
    return {
      connection: connectionOptions,
      ...(address === undefined ? {} : { address }),
      ...(namespace === undefined ? {} : { namespace }),
    };
  } catch (error) {
    throw new TemporalSettingsError(`TEMPORAL_CONFIG_FILE cannot be used: ${(error as Error).message}`);
  }
}

/** Refuses what the library would ignore. */
function refuseWhatCannotHold(variables: TemporalVariables): void {
  const gone = Object.entries(variables).find(
    ([name, path]) => /^TEMPORAL_(TLS_\w+_PATH|CONFIG_FILE)$/.test(name) && !existsSync(path),
  );
  if (gone !== undefined) throw new TemporalSettingsError(`${gone[0]}: there is no file ${gone[1]}`);
  const has = (part: string) =>
    Object.keys(variables).some((name) => name.startsWith(`TEMPORAL_TLS_${part}_`));
  if (has('CLIENT_CERT') !== has('CLIENT_KEY'))
    throw new TemporalSettingsError(
      'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH are set together or not at all',
    );
  if ('TEMPORAL_TLS_DISABLE_HOST_VERIFICATION' in variables)
    throw new TemporalSettingsError(
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION is not known here: the name of the server is always checked',
    );
}
