package assay.cli;

import assay.report.nightly.Journal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay note}: declares a change. */
@Command(
    name = "note",
    description =
        "Declare a change, such as a new driver: it is marked on trends and named among the"
            + " suspects. No verdict depends on it.",
    mixinStandardHelpOptions = true)
final class NoteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "TEXT", description = "What changed, in a line.")
  private String text = "";

  @Option(
      names = "--host",
      paramLabel = "LABEL",
      description = "Where it changed (default: all hosts).")
  private @Nullable String host;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When, such as 2026-11-30T14:00:00Z (default: now).")
  private @Nullable String at;

  @Mixin private JournalOptions journal = new JournalOptions();

  NoteCommand() {}

  @Override
  public Integer call() throws IOException {
    journal.say(
        new Journal.Declared(host, time(), text),
        "noted: " + Screen.line(text),
        Objects.requireNonNull(spec).commandLine().getOut());
    return ExitCode.OK;
  }

  private Instant time() {
    if (at == null) {
      return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return OffsetDateTime.parse(at).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "--at must be a time with its offset, such as 2026-11-30T14:00:00Z, not " + at);
    }
  }
}
