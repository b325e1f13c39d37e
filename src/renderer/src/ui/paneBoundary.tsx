import { Component } from 'react'
import type { ReactNode } from 'react'
import { ErrorState } from './errorState'

interface Props {
  readonly name: string
  readonly children: ReactNode
  /** When it changes, the pane is tried again (the route, a selection). */
  readonly resetKey?: string
}

/** Keeps a crash inside the pane it happened in; the rest of the window goes on. */
export class PaneBoundary extends Component<Props, { error: unknown; failed: boolean }> {
  override state = { error: undefined as unknown, failed: false }

  static getDerivedStateFromError(error: unknown): { error: unknown; failed: boolean } {
    return { error, failed: true }
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.setState({ failed: false, error: undefined })
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
