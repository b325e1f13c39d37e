// ELK makes itself the worker's message handler when it is loaded where there is no document.
import 'elkjs/lib/elk-worker.min.js'
