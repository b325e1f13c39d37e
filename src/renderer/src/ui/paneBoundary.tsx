import { Component } from 'react'
import type { ReactNode } from 'react'
import { ErrorState } from './errorState'

interface Props {
  readonly name: string
  readonly children: ReactNode
  /** When it changes, the pane is tried again (the route, a selection). */
  readonly resetKey?: string
}

interface State {
  readonly error: unknown
  readonly failed: boolean
  readonly resetKey: string | undefined
}

/** Keeps a crash inside the pane it happened in; the rest of the window goes on. */
export class PaneBoundary extends Component<Props, State> {
  override state: State = { error: undefined, failed: false, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, failed: true }
  }

  static getDerivedStateFromProps({ resetKey }: Props, before: State): Partial<State> | null {
    return resetKey === before.resetKey ? null : { failed: false, error: undefined, resetKey }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <ErrorState
        title={`${this.props.name} could not be shown`}
        error={this.state.error}
        onRetry={() => this.setState({ failed: false, error: undefined })}
      />
    )
  }
}
