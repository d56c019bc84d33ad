package assay.report.export;

import assay.core.profile.Profile;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** speedscope's own format: one evented profile whose frames are the program, phases and parts. */
final class SpeedscopeFile {
  private final List<String> frames;
  private final ArrayNode events = JsonText.NODES.arrayNode();

  private SpeedscopeFile(List<String> frames) {
    this.frames = frames;
  }

  static ObjectNode of(Profile profile, Timeline timeline) {
    SpeedscopeFile file = new SpeedscopeFile(timeline.names());
    file.events(timeline.spans());
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("$schema", "https://www.speedscope.app/file-format-schema.json")
        .put("exporter", "Assay " + profile.assay().version())
        .put("name", profile.cell().toString())
        .put("activeProfileIndex", 0);
    ArrayNode frames = root.putObject("shared").putArray("frames");
    file.frames.forEach(name -> frames.addObject().put("name", name));
    Timeline.Span program = timeline.spans().getFirst();
    root.putArray("profiles")
        .addObject()
        .put("type", "evented")
        .put("name", timeline.about(profile))
        .put("unit", "seconds")
        .put("startValue", seconds(program.start()))
        .put("endValue", seconds(program.end()))
        .set("events", file.events);
    return root;
  }

  /** Opens each span, after those that end before it begins are closed. */
  private void events(List<Timeline.Span> spans) {
    Deque<Timeline.Span> open = new ArrayDeque<>();
    for (Timeline.Span span : spans) {
      while (!open.isEmpty() && depth(open.getFirst()) >= depth(span)) {
        add("C", open.getFirst(), open.removeFirst().end());
      }
      add("O", span, span.start());
      open.addFirst(span);
    }
    open.forEach(span -> add("C", span, span.end()));
  }

  private static int depth(Timeline.Span span) {
    return switch (span.kind()) {
      case "program" -> 0;
      case "phase" -> 1;
      default -> 2;
    };
  }

  private void add(String type, Timeline.Span span, long at) {
    events
        .addObject()
        .put("type", type)
        .put("frame", frames.indexOf(span.name()))
        .put("at", seconds(at));
  }

  private static BigDecimal seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9);
  }
}
