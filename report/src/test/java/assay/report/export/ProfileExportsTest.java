package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.profile.Profile;
import assay.report.export.ProfileExports.Format;
import assay.report.testing.Golden;
import assay.report.testing.SampleProfiles;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileExportsTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static String export(Format format, Profile profile) {
    return ((Available<ExportFile>) ProfileExports.export(format, profile)).value().content();
  }

  private static String reason(Format format, Profile profile) {
    return ((Unavailable<ExportFile>) ProfileExports.export(format, profile)).reason();
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatToTheByte(Format format) throws Exception {
    Profile profile = SampleProfiles.training();
    ExportFile file = ((Available<ExportFile>) ProfileExports.export(format, profile)).value();
    Golden.check("export/profile/" + file.name(), file.content());
  }

  /** Each figure that a table has, and a reason where there is none. */
  @Test
  void everyRowHasAValueOrAReason() {
    for (Profile profile :
        List.of(SampleProfiles.host(), SampleProfiles.undivided(), SampleProfiles.unmarked())) {
      JsonNode figures = STRICT.readTree(export(Format.json, profile)).path("figures");
      assertThat(figures.size()).isGreaterThan(40);
      for (JsonNode figure : figures) {
        boolean missing = figure.path("median").isNull();
        assertThat(missing || figure.path("ciLow").isNull())
            .as(figure.toString())
            .isEqualTo(figure.path("reason").isString());
        assertThat(figure.path("unit").isNull()).isEqualTo(missing);
      }
    }
  }

  @Test
  void whatHasNoTimesStillHasItsShapes() {
    JsonNode root = STRICT.readTree(export(Format.json, SampleProfiles.invalid()));
    assertThat(root.path("status").asString()).isEqualTo("INVALID");
    assertThat(root.path("reason").asString()).isEqualTo("wrong output: out[3, 7]");
    List<String> names = new ArrayList<>();
    root.path("figures").forEach(figure -> names.add(figure.path("figure").asString()));
    assertThat(names).containsOnly("flops", "bytes", "unfusedBytes").hasSize(9);
    assertThat(export(Format.csv, SampleProfiles.invalid()).lines()).hasSize(10);
  }

  @Test
  void withoutATimelineThereIsAReason() {
    for (Format format : List.of(Format.trace, Format.speedscope)) {
      assertThat(reason(format, SampleProfiles.unmarked()))
          .isEqualTo(
              "a timeline needs marks, and there are none: this target executes the program as one"
                  + " kernel");
      assertThat(reason(format, SampleProfiles.invalid())).isEqualTo("wrong output: out[3, 7]");
      assertThat(reason(format, SampleProfiles.emulated())).contains("emulation");
    }
  }

  private record Interval(BigDecimal from, BigDecimal to) {
    boolean contains(Interval other) {
      return from.compareTo(other.from) <= 0 && other.to.compareTo(to) <= 0;
    }
  }

  private static JsonNode field(JsonNode event, String name) {
    assertThat(event.has(name)).as("%s of %s", name, event).isTrue();
    return event.path(name);
  }

  /**
   * Google's Trace Event Format: metadata names every track that is used; each complete event has a
   * time and a duration; those of a track begin in order, and each lies within the one that is open
   * or after its end. A counter has numbers only, and one unit throughout.
   */
  @Test
  void traceEventsKeepTheRulesOfTheirFormat() {
    for (Profile profile : List.of(SampleProfiles.host(), SampleProfiles.training())) {
      JsonNode root = STRICT.readTree(export(Format.trace, profile));
      assertThat(root.path("displayTimeUnit").asString()).isIn("ms", "ns");
      Set<String> tracks = new HashSet<>();
      Map<String, Deque<Interval>> open = new HashMap<>();
      List<String> parts = new ArrayList<>();
      Map<String, String> units = new HashMap<>();
      BigDecimal last = BigDecimal.ZERO;
      for (JsonNode event : root.path("traceEvents")) {
        assertThat(field(event, "name").isString()).isTrue();
        String track = field(event, "pid").asInt() + "/" + field(event, "tid").asInt();
        if (field(event, "ph").asString().equals("M")) {
          assertThat(event.path("name").asString()).isIn("process_name", "thread_name");
          assertThat(field(event.path("args"), "name").asString()).isNotBlank();
          tracks.add(track);
          continue;
        }
        assertThat(event.path("ph").asString()).isIn("X", "C");
        assertThat(tracks).contains(track);
        assertThat(field(event, "cat").isString()).isTrue();
        BigDecimal ts = field(event, "ts").decimalValue();
        assertThat(ts).isGreaterThanOrEqualTo(last);
        last = ts;
        if (event.path("ph").asString().equals("C")) {
          JsonNode args = field(event, "args");
          assertThat(args.isEmpty()).isFalse();
          args.forEach(value -> assertThat(value.isNumber()).isTrue());
          String unit = String.join(",", args.propertyNames());
          assertThat(units.putIfAbsent(event.path("name").asString(), unit)).isIn(null, unit);
          continue;
        }
        Interval own = new Interval(ts, ts.add(field(event, "dur").decimalValue()));
        assertThat(own.to()).isGreaterThanOrEqualTo(ts);
        Deque<Interval> within = open.computeIfAbsent(track, _ -> new ArrayDeque<>());
        while (!within.isEmpty() && within.getFirst().to().compareTo(ts) <= 0) {
          within.removeFirst();
        }
        assertThat(within.isEmpty() || within.getFirst().contains(own)).as("%s", event).isTrue();
        within.addFirst(own);
        if (event.path("cat").asString().equals("part")) {
          parts.add(event.path("name").asString());
        }
      }
      assertThat(units)
          .containsOnly(Map.entry("cpu.busy", "%"), Map.entry("cpu.frequency.mean", "Hz"));
      assertThat(parts)
          .containsExactlyElementsOf(profile.parts().stream().map(p -> p.label()).toList());
    }
  }

  /** speedscope: events in order of time, and each closes the frame that was opened last. */
  @Test
  void speedscopeEventsAreNested() {
    for (Profile profile : List.of(SampleProfiles.host(), SampleProfiles.training())) {
      JsonNode root = STRICT.readTree(export(Format.speedscope, profile));
      assertThat(root.path("$schema").asString())
          .isEqualTo("https://www.speedscope.app/file-format-schema.json");
      int frames = root.path("shared").path("frames").size();
      JsonNode only = root.path("profiles").get(0);
      assertThat(only.path("type").asString()).isEqualTo("evented");
      assertThat(only.path("unit").asString()).isEqualTo("seconds");
      Deque<Integer> open = new ArrayDeque<>();
      BigDecimal last = only.path("startValue").decimalValue();
      for (JsonNode event : only.path("events")) {
        int frame = event.path("frame").asInt();
        assertThat(frame).isBetween(0, frames - 1);
        BigDecimal at = event.path("at").decimalValue();
        assertThat(at).isGreaterThanOrEqualTo(last);
        last = at;
        if (event.path("type").asString().equals("O")) {
          open.addFirst(frame);
        } else {
          assertThat(event.path("type").asString()).isEqualTo("C");
          assertThat(open.removeFirst()).isEqualTo(frame);
        }
      }
      assertThat(open).isEmpty();
      assertThat(last).isEqualByComparingTo(only.path("endValue").decimalValue());
    }
  }
}
