package assay.report.export;

import assay.core.device.Device;
import assay.core.profile.ForkProfile;
import assay.core.profile.Profile;
import assay.core.profile.ProfiledPart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trace Event Format, as Perfetto and Chrome read it: complete events of the program, its phases
 * and its parts on the track of the host's thread or of the device's stream, the same execution's
 * transfers on the host's, and a counter for each channel that was sampled. No target says what
 * each of its worker threads did, so these have no tracks. Events are ordered by time; whatever
 * contains another comes first. Times are µs since the timing of the fork began.
 */
final class TraceFile {
  private static final int PROCESS = 1;
  private static final int HOST = 1;
  private static final int STREAM = 2;
  private static final double NANOS = 1e9;

  private final ArrayNode events = JsonText.NODES.arrayNode();
  private final List<Timed> timed = new ArrayList<>();

  private record Timed(long at, ObjectNode event) {}

  private TraceFile() {}

  static ObjectNode of(Profile profile, Timeline timeline) {
    TraceFile file = new TraceFile();
    file.tracks(profile, timeline);
    file.executions(profile, timeline);
    timeline.sampled().forEach(file::counter);
    // Stable: of events at the same time, what contains others was added first.
    file.timed.sort(Comparator.comparingLong(Timed::at));
    file.timed.forEach(each -> file.events.add(each.event()));
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("displayTimeUnit", "ns");
    root.putObject("otherData")
        .put("producer", "Assay " + profile.assay().text())
        .put("profile", profile.profileId().value())
        .put("startedUtc", profile.startedUtc().toString())
        .put("about", timeline.about(profile))
        .put("clock", clock(timeline));
    root.set("traceEvents", file.events);
    return root;
  }

  private static String clock(Timeline timeline) {
    if (timeline.host().isEmpty()) {
      return "since the start of the execution; its transfers were not kept";
    }
    return timeline.byDevice()
        ? "the host's since timing began; the device's is laid so that what the call takes longer is"
            + " half before and half after the execution"
        : "the host's since timing began";
  }

  private void tracks(Profile profile, Timeline timeline) {
    @Nullable Device device = profile.outcome().device();
    String stream = device == null ? "device stream" : "stream of " + device.name();
    name("process_name", HOST, profile.cell().toString());
    if (!timeline.byDevice() || !timeline.host().isEmpty()) {
      name("thread_name", HOST, "host thread");
    }
    if (timeline.byDevice()) {
      name("thread_name", STREAM, stream);
    }
  }

  private void name(String what, int thread, String name) {
    ObjectNode event = events.addObject();
    event.put("name", what).put("ph", "M").put("pid", PROCESS).put("tid", thread);
    event.putObject("args").put("name", name);
  }

  private void executions(Profile profile, Timeline timeline) {
    int track = timeline.byDevice() ? STREAM : HOST;
    for (Timeline.Span span : timeline.spans()) {
      ObjectNode args = complete(span, track, timeline.start());
      if (span.part() >= 0) {
        part(profile.parts().get(span.part()), args);
      }
    }
    timeline.host().forEach(span -> complete(span, HOST, 0));
  }

  private void counter(String channel, ForkProfile.Sampled sampled) {
    for (int i = 0; i < sampled.values().size(); i++) {
      long at = Math.round(NANOS * sampled.seconds().get(i));
      ObjectNode event = JsonText.NODES.objectNode();
      event
          .put("name", channel)
          .put("cat", "telemetry")
          .put("ph", "C")
          .put("ts", micros(at))
          .put("pid", PROCESS)
          .put("tid", HOST)
          .putObject("args")
          .put(sampled.unit(), sampled.values().get(i));
      timed.add(new Timed(at, event));
    }
  }

  private static void part(ProfiledPart part, ObjectNode args) {
    ArrayNode ops = args.putArray("ops");
    part.ops().forEach(ops::add);
    args.put("phase", part.phase().name())
        .put("flops", part.flops())
        .put("bytes", part.bytes())
        .put("unfusedBytes", part.unfusedBytes());
  }

  private ObjectNode complete(Timeline.Span span, int thread, long since) {
    ObjectNode event = JsonText.NODES.objectNode();
    event
        .put("name", span.name())
        .put("cat", span.kind())
        .put("ph", "X")
        .put("ts", micros(since + span.start()))
        .put("dur", micros(span.end() - span.start()))
        .put("pid", PROCESS)
        .put("tid", thread);
    timed.add(new Timed(since + span.start(), event));
    return event.putObject("args");
  }

  /** Exact, so that what begins where another ends does so in the file too. */
  private static BigDecimal micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }
}
