import { personName } from '../content/people'
import type { GraphSource } from '../graph'
import type { Project } from '../scene'

const graph: GraphSource = {
  entrypoint: 'route',
  actions: [
    { name: 'route', reads: ['subject'], writes: ['team'], required: ['subject'], code: '@action(reads=["subject"], writes=["team"])\ndef route(state: State, subject: str) -> State:\n    return state.update(subject=subject, team=router.predict(subject))\n' },
    { name: 'notify', reads: ['team'], writes: ['notified'], code: '@action(reads=["team"], writes=["notified"])\ndef notify(state: State) -> State:\n    return state.update(notified=chat.post(state["team"], state["subject"]))\n' }
  ],
  transitions: [['route', 'notify']]
}

const SUBJECTS = ['VPN drops every hour', 'New laptop for', 'Cannot open the shared calendar', 'Please reset my second factor', 'Printer on floor 3 is offline']

/** The smallest useful runs: two steps, one request. Most of a large bucket looks like this. */
export const ticketRouter: Project = {
  name: 'ticket-router',
  weight: 16,
  act(scene) {
    const { random } = scene
    const tracker = scene.tracker('Europe/Berlin', { trackerId: 'ticket-router-prod' })
    const app = scene.build(tracker, { appId: `ticket-${random.int(100_000, 999_999)}-${random.hex(4)}`, partitionKey: random.pick(['it', 'hr', 'facilities']), graph })
    if (random.chance(0.05)) return
    const subject = `${random.pick(SUBJECTS)} (${personName(random)})`
    app.step('route', { inputs: { subject }, work: (step) => (step.wait(25), { subject, team: random.pick(['network', 'hardware', 'accounts']) }) })
    app.step('notify', { work: (step) => (step.wait(90), { notified: true }) })
    tracker.exit(scene.clock.nowUs)
  }
}
