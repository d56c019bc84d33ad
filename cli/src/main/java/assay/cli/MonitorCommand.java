package assay.cli;

import assay.core.harness.SourceStates;
import assay.core.telemetry.Channel;
import assay.core.telemetry.LiveReadings;
import assay.core.telemetry.LiveReadings.Live;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay monitor}: live telemetry. */
@Command(
    name = "monitor",
    description = "Show live telemetry of this machine, or write it to a file.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay monitor                                    until interrupted",
      "  assay monitor --seconds 30 --format csv --file machine.csv"
    })
final class MonitorCommand implements Callable<Integer> {
  private enum Format {
    text,
    csv,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Duration in seconds (default: until interrupted).")
  private double seconds = Double.POSITIVE_INFINITY;

  @Option(
      names = "--format",
      paramLabel = "text|csv|json",
      description = "A table or a CSV line per reading, or a JSON object per line.")
  private Format format = Format.text;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--file", paramLabel = "FILE", description = "Write to this file.")
  private @Nullable Path file;

  @Mixin private ObservationOptions observation = new ObservationOptions();

  MonitorCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(seconds > 0)) {
      throw new UsageException("--seconds must be greater than 0");
    }
    PathCheck.fileToWrite("--file", file);
    var command = Objects.requireNonNull(spec).commandLine();
    Format chosen = json ? Format.json : format;
    if (file == null) {
      return watch(chosen, command.getOut(), command.getErr());
    }
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      int code = watch(chosen, out, command.getErr());
      if (out.checkError()) {
        throw new IOException("cannot write " + file);
      }
      return code;
    }
  }

  private int watch(Format chosen, PrintWriter out, PrintWriter err) throws InterruptedException {
    OpenSources sources =
        OpenSources.open(new TelemetrySource.Context(observation.root(), observation.wallMeter()));
    ObservationOptions.sayUnreadMeter(observation.wallMeter(), SourceStates.of(sources), err);
    if (sources.instruments().isEmpty()) {
      sources.close();
      err.println(
          "assay: no telemetry source works on this machine; 'assay list telemetry' says why");
      return ExitCode.UNAVAILABLE;
    }
    observation
        .root()
        .standIn()
        .ifPresent(root -> err.println("assay: /sys and /proc are read under " + root));
    LinkedBlockingQueue<Snapshot> snapshots = new LinkedBlockingQueue<>();
    long begin = System.nanoTime();
    try (Sampler sampler = new Sampler(sources, observation.period(), snapshots::add)) {
      Snapshot before = null;
      // Half a period more, so that the last reading, due at the end, is included.
      double end = seconds + 0.5e-9 * observation.period().toNanos();
      while (true) {
        double left = end - 1e-9 * (System.nanoTime() - begin);
        Snapshot now =
            snapshots.poll((long) (1e3 * Math.min(3600, Math.max(0, left))), TimeUnit.MILLISECONDS);
        if (now == null || left <= 0) {
          break;
        }
        if (before == null) {
          head(chosen, sampler.sources().instruments(), out);
        } else {
          show(chosen, sampler.sources().instruments(), before, now, begin, out);
        }
        out.flush();
        before = now;
      }
    }
    return ExitCode.OK;
  }

  private static void head(Format chosen, List<OpenSources.Opened> instruments, PrintWriter out) {
    if (chosen == Format.csv) {
      List<String> names = new ArrayList<>(List.of("time_utc", "seconds"));
      for (OpenSources.Opened opened : instruments) {
        for (Channel channel : opened.instrument().channels()) {
          names.add(opened.source() + ":" + channel.id() + " [" + LiveReadings.unit(channel) + "]");
        }
      }
      out.println(String.join(",", names.stream().map(MonitorCommand::quoted).toList()));
    }
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_. :/%\\[\\]°-]*")
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static void show(
      Format chosen,
      List<OpenSources.Opened> instruments,
      Snapshot before,
      Snapshot now,
      long begin,
      PrintWriter out) {
    String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    double since = Math.round((now.nanos() - begin) / 1e6) / 1e3;
    List<Live> readings = LiveReadings.between(instruments, before, now);
    switch (chosen) {
      case csv -> {
        List<String> cells = new ArrayList<>(List.of(time, String.valueOf(since)));
        // An empty cell is a missing value; the JSON form says why.
        readings.forEach(r -> cells.add(r.value() == null ? "" : String.valueOf(r.value())));
        out.println(String.join(",", cells));
      }
      case json -> {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timeUtc", time);
        line.put("seconds", since);
        line.put("readings", readings);
        out.println(Json.line(line));
      }
      case text -> {
        Listing table = new Listing(time, "source", "channel", "value");
        readings.forEach(r -> table.row(r.source(), r.channel(), value(r)));
        out.println(table);
      }
    }
  }

  private static String value(Live reading) {
    Double value = reading.value();
    if (value == null) {
      return "unavailable: " + reading.reason();
    }
    var format = assay.report.text.Format.of(Language.EN);
    return reading.unit().equals("1")
        ? format.count(Math.round(value))
        : format.value(value, reading.unit());
  }
}
