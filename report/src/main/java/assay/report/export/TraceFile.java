package assay.report.export;

import assay.core.device.Device;
import assay.core.profile.Profile;
import assay.core.profile.ProfiledPart;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trace Event Format, as Perfetto and Chrome read it: complete events of the program, its phases
 * and its parts on a track of the host or of the device's stream, transfers on a track of their own
 * before and after. Events are ordered by time; whatever contains another comes first. Times are µs
 * from the beginning of the writing.
 */
final class TraceFile {
  private static final int PROCESS = 1;
  private static final int PROGRAM = 1;
  private static final int TRANSFERS = 2;

  private final ArrayNode events = JsonText.NODES.arrayNode();

  private TraceFile() {}

  static ObjectNode of(Profile profile, Timeline timeline) {
    TraceFile file = new TraceFile();
    file.tracks(profile, timeline);
    file.executions(profile, timeline);
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("displayTimeUnit", "ns");
    root.putObject("otherData")
        .put("producer", "Assay " + profile.assay().text())
        .put("profile", profile.profileId().value())
        .put("startedUtc", profile.startedUtc().toString())
        .put("about", timeline.about(profile))
        .put("transfers", "medians of that fork, timed by themselves");
    root.set("traceEvents", file.events);
    return root;
  }

  private void tracks(Profile profile, Timeline timeline) {
    @Nullable Device device = profile.outcome().device();
    String stream = device == null ? "device stream" : "stream of " + device.name();
    name("process_name", null, profile.cell().toString());
    name("thread_name", PROGRAM, timeline.byDevice() ? stream : "host thread");
    name("thread_name", TRANSFERS, "transfers");
  }

  private void name(String what, @Nullable Integer thread, String name) {
    ObjectNode event = events.addObject();
    event.put("name", what).put("ph", "M").put("pid", PROCESS);
    event.put("tid", thread == null ? PROGRAM : thread);
    event.putObject("args").put("name", name);
  }

  private void executions(Profile profile, Timeline timeline) {
    long begin = timeline.writing();
    complete("write inputs", "transfer", TRANSFERS, 0, begin);
    for (Timeline.Span span : timeline.spans()) {
      ObjectNode args =
          complete(span.name(), span.kind(), PROGRAM, begin + span.start(), begin + span.end());
      if (span.part() >= 0) {
        part(profile.parts().get(span.part()), args);
      }
    }
    long end = begin + timeline.spans().getFirst().end();
    complete("read outputs", "transfer", TRANSFERS, end, end + timeline.reading());
  }

  private static void part(ProfiledPart part, ObjectNode args) {
    ArrayNode ops = args.putArray("ops");
    part.ops().forEach(ops::add);
    args.put("phase", part.phase().name())
        .put("flops", part.flops())
        .put("bytes", part.bytes())
        .put("unfusedBytes", part.unfusedBytes());
  }

  private ObjectNode complete(String name, String category, int thread, long from, long to) {
    ObjectNode event = events.addObject();
    event
        .put("name", name)
        .put("cat", category)
        .put("ph", "X")
        .put("ts", micros(from))
        .put("dur", micros(to - from))
        .put("pid", PROCESS)
        .put("tid", thread);
    return event.putObject("args");
  }

  /** Exact, so that what begins where another ends does so in the file too. */
  private static BigDecimal micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }
}
