import type { Application } from '../application'

/** The Python `repr` of an application context, which Burr logs as the input `__context`. */
export function contextText(app: Application, action: string): string {
  const address = () => `0x7f${app.random.hex(10)}`
  const partition = app.partitionKey === null ? 'None' : `'${app.partitionKey}'`
  return (
    `ApplicationContext(app_id='${app.appId}', partition_key=${partition}, sequence_id=${app.sequenceId + 1}, ` +
    `tracker=<burr.tracking.s3client.S3TrackingClient object at ${address()}>, ` +
    `parallel_executor_factory=<function _create_default_executor at ${address()}>, ` +
    `state_initializer=None, state_persister=None, action_name='${action}')`
  )
}
