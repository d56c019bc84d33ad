package assay.cli;

import assay.core.record.store.RunStore;
import assay.report.history.StoredRun;
import assay.report.nightly.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay baseline}: what nights are compared with. */
@Command(
    name = "baseline",
    description = "Set, show or clear what the nights of a host are compared with.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BaselineCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  BaselineCommand() {}

  @Override
  public void run() {
    throw new UsageException("name one of: set, show, clear");
  }

  @Command(
      name = "set",
      description = "Compare a host's later nights with nothing before a run.",
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "RUN", description = "Run id or its beginning, path, or 'latest'.")
          String name,
      @Option(
              names = "--series",
              paramLabel = "GLOB",
              defaultValue = "*",
              description = "Only series of these workloads.")
          String workloads,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why, in a line.")
          String reason,
      @Mixin JournalOptions journal)
      throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter stderr = command.commandLine().getErr();
    RunStore store = journal.store();
    NightlyHistory history = NightlyHistory.read(store, GateOptions.historyUrl(null), stderr);
    StoredRun run = GateOptions.stored(history, store.find(name).read().runId(), store);
    journal.say(
        new Journal.BaselineSet(run.run().value(), run.host(), workloads, reason),
        workloads + " on " + run.host() + " begins anew with " + run.run(),
        command.commandLine().getOut());
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "List what was set, accepted and declared, and holds.",
      mixinStandardHelpOptions = true)
  int show(@Mixin JournalOptions journal) throws IOException {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    List<Journal.Entry> entries = journal.read().holding();
    if (journal.json()) {
      stdout.println(Json.write(entries));
    } else if (entries.isEmpty()) {
      stdout.println("nothing was set, accepted or declared");
    } else {
      Listing table = new Listing("What holds", "id", "time", "account", "what", "reason");
      for (Journal.Entry entry : entries) {
        table.row(
            entry.id(), entry.at().toString(), entry.account(), what(entry), entry.what().text());
      }
      stdout.print(table);
    }
    stdout.flush();
    return ExitCode.OK;
  }

  private static String what(Journal.Entry entry) {
    return switch (entry.what()) {
      case Journal.Accepted accepted -> "accepted: " + accepted.series().text();
      case Journal.HostAccepted accepted ->
          "accepted: " + accepted.family() + " of host " + accepted.host();
      case Journal.BaselineSet set ->
          "baseline: " + set.workloads() + " on " + set.host() + " from " + set.run();
      case Journal.Declared declared ->
          "change on "
              + (declared.host() == null ? "all hosts" : declared.host())
              + " at "
              + declared.happened();
      case Journal.Withdrawn withdrawn -> "withdrawn: " + withdrawn.entry();
    };
  }

  @Command(
      name = "clear",
      description = "Withdraw an entry of the list that 'show' prints.",
      mixinStandardHelpOptions = true)
  int clear(
      @Parameters(paramLabel = "ID", description = "Its id, such as j3.") String id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "withdrawn",
              description = "Why, in a line.")
          String reason,
      @Mixin JournalOptions journal)
      throws IOException {
    if (journal.read().holding(id) == null) {
      throw new UsageException(
          "there is no entry " + id + " that holds; 'assay baseline show' lists them");
    }
    journal.say(
        new Journal.Withdrawn(id, reason),
        "withdrawn: " + id,
        Objects.requireNonNull(spec).commandLine().getOut());
    return ExitCode.OK;
  }
}
