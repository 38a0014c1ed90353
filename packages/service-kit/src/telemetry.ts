/**
 * The door to OpenTelemetry: sends spans to a collector by OTLP over HTTP, as JSON. Its libraries are loaded only when a
 * collector is named.
 */
import type { SpanContext } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from './log.ts'
import { recordSpansWith } from './spans.ts'
import type { BeginSpan } from './spans.ts'
import type { TraceContext } from './trace-context.ts'

interface TelemetryOptions {
  /** Name of the service unless `OTEL_SERVICE_NAME` says another. */
  readonly service: string
  readonly settings: {
    readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
    readonly OTEL_SERVICE_NAME?: string | undefined
  }
  readonly log: Logger
}

interface Telemetry {
  /** Sends what waits, for two seconds at most. */
  stop(): Promise<void>
}

const exportTimeoutMs = 5_000
const sendEveryMs = 1_000
const stopWithinMs = 2_000

/** Records spans from now on, or does nothing when no collector is named. A collector that is away harms nobody. */
export async function startTelemetry({ service, settings, log }: TelemetryOptions): Promise<Telemetry> {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return { stop: async () => undefined }
  const [api, { OTLPTraceExporter }, { resourceFromAttributes }, { BatchSpanProcessor, TracerProvider }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace'),
    ])
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  const exporter = sayingWhenItFails(new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs }), log)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.OTEL_SERVICE_NAME ?? `goalixa-${service}`,
      'service.namespace': 'goalixa',
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: sendEveryMs })],
  })
  const tracer = provider.getTracer('goalixa')
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT }
  const begin: BeginSpan = (kind, name, parent) => {
    const above =
      parent === undefined || parent.begun
        ? api.ROOT_CONTEXT
        : api.trace.setSpanContext(api.ROOT_CONTEXT, spanContextOf(parent))
    const span = tracer.startSpan(name, { kind: kinds[kind] }, above)
    return {
      trace: traceOf(span.spanContext(), parent),
      end({ name: better, attributes, failed = false } = {}) {
        if (better !== undefined) span.updateName(better)
        if (attributes !== undefined) span.setAttributes(attributes)
        if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR })
        span.end()
      },
    }
  }
  recordSpansWith(begin)
  log.info('spans are sent to a collector')
  return {
    async stop() {
      recordSpansWith(undefined)
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref()),
      ])
    },
  }
}

function spanContextOf({ traceparent }: TraceContext): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-')
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
}

function traceOf(
  { traceId, spanId, traceFlags }: SpanContext,
  parent: TraceContext | undefined,
): TraceContext {
  const flags = traceFlags.toString(16).padStart(2, '0')
  return {
    traceparent: `00-${traceId}-${spanId}-${flags}`,
    ...(parent?.tracestate === undefined ? {} : { tracestate: parent.tracestate }),
  }
}

/** Says so once, and once more when it works again. */
function sayingWhenItFails(exporter: SpanExporter, log: Logger): SpanExporter {
  let failing = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        // 0 is success; the collector's own words may hold anything.
        const { code }: { readonly code: number } = result
        const fails = code !== 0
        if (fails && !failing) log.warn('the collector does not take spans')
        if (!fails && failing) log.info('the collector takes spans again')
        failing = fails
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}
