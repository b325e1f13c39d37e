import type { Settings } from '@shared/model/settings'
import type { Environment } from './profileFiles'
import { readProfilePlace } from './profiles'

/** Which store and region the settings, the environment and the profile come to, in this order. */
export async function placeOf(settings: Pick<Settings, 'profile' | 'region' | 'endpointUrl'>, environment: Environment): Promise<{ region: string; endpointUrl: string | null }> {
  const profile = await readProfilePlace(settings.profile, environment)
  const around = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true'
    ? []
    : [environment['AWS_ENDPOINT_URL_S3'], environment['AWS_ENDPOINT_URL'], profile.endpointUrl]
  return {
    endpointUrl: settings.endpointUrl ?? around.find(isSet) ?? null,
    region: [settings.region, environment['AWS_REGION'], environment['AWS_DEFAULT_REGION'], profile.region].find(isSet) ?? 'us-east-1'
  }
}

function isSet(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== ''
}

/** The settings with the store they come to: a profile can name another store, and its runs must not mix with those of AWS. */
export async function placedSettings(settings: Settings, environment: Environment): Promise<Settings> {
  try {
    return { ...settings, endpointUrl: (await placeOf(settings, environment)).endpointUrl }
  } catch {
    // What is wrong with the profile is said by the connection.
    return settings
  }
}
