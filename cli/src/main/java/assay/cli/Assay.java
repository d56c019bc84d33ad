package assay.cli;

import assay.core.availability.Remedy;
import assay.core.data.DataException;
import assay.core.files.IoReason;
import assay.core.harness.ProgramChangedException;
import assay.core.harness.ResumeException;
import assay.core.program.ProgramException;
import assay.core.record.RunStoreException;
import assay.core.workload.WorkloadException;
import assay.report.compare.ComparisonException;
import assay.report.history.HistoryException;
import assay.report.nightly.LimitException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The program {@code assay}: measures deep-learning hardware and checks every result. */
@Command(
    name = "assay",
    description =
        "Measures GEMM, convolution and training on CPUs, GPUs and FPGAs, and checks every timed result.",
    versionProvider = BuildInfo.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DoctorCommand.class,
      ListCommand.class,
      RunCommand.class,
      ShowCommand.class,
      ProfileCommand.class,
      ReportCommand.class,
      SiteCommand.class,
      MonitorCommand.class,
      CompareCommand.class,
      BridgeCommand.class,
      GateCommand.class,
      BaselineCommand.class,
      AckCommand.class,
      NoteCommand.class,
      HistoryCommand.class,
      DetectCommand.class,
      EvaluateCommand.class,
      ConformanceCommand.class,
      DataCommand.class,
      PackageCommand.class,
      JmhCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 ok   1 regression found   2 usage   3 invalid output, or runs not comparable",
      "  4 inconclusive   5 internal error   6 a required target is unavailable",
      "",
      "Start with 'assay doctor' and 'assay run'. Shell completion: source <(assay generate-completion)"
    })
public final class Assay implements Runnable {
  @CommandLine.Spec private @Nullable CommandSpec spec;

  private Assay() {}

  /** Runs the command line and exits with its exit code. */
  public static void main(String[] args) {
    StandardOutput output = new StandardOutput();
    PrintStream out = utf8(output);
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    System.setOut(out);
    System.setErr(err);
    OptionalLong launcher = BuildInfo.launcher();
    launcher.stream().mapToObj(ProcessHandle::of).flatMap(Optional::stream).forEach(Assay::endWith);
    int code = temporaryFolder(err) ? execute(commandLine(), args) : ExitCode.INTERNAL;
    out.flush();
    Optional<IOException> lost = output.failure();
    if (lost.isPresent()) {
      err.println("assay: standard output cannot be written: " + lost.get().getMessage());
      code = ExitCode.INTERNAL;
    }
    err.flush();
    System.exit(launcher.isPresent() ? ExitCode.underLauncher(code) : code);
  }

  /** Nearly every command needs it, and each would fail with another message. */
  private static boolean temporaryFolder(PrintStream err) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    boolean usable = Files.isDirectory(folder) && Files.isWritable(folder);
    if (!usable) {
      err.println(
          "assay: the temporary folder, "
              + folder
              + ", is not a folder that can be written: create it, or set TMPDIR to another one");
    }
    return usable;
  }

  /**
   * A launcher that is killed outright cannot pass that on, and without it nobody knows that this
   * program still runs.
   */
  private static void endWith(ProcessHandle launcher) {
    var _ = launcher.onExit().thenRun(() -> System.exit(ExitCode.TERMINATED));
  }

  /** The JVM would end with 1, which means a regression, if an error left the main method. */
  static int execute(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (ClosedPipeException e) {
      return ExitCode.CLOSED_PIPE;
    } catch (OutOfMemoryError e) {
      line.getErr()
          .println(
              String.format(
                  Locale.ROOT,
                  "assay: out of memory (%s); give the JVM more, for example JAVA_TOOL_OPTIONS=-Xmx2g",
                  e.getMessage()));
    } catch (StackOverflowError e) {
      return internal("stack overflow; is an input nested very deeply?", e, line.getErr());
    } catch (Error e) {
      return internal(e.toString(), e, line.getErr());
    }
    line.getErr().flush();
    return ExitCode.INTERNAL;
  }

  /** Prints one line; the stack trace is for a bug report and goes to a log that the line names. */
  private static int internal(String message, Throwable e, PrintWriter err) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    try {
      Path log = Files.createTempFile("assay-error-", ".log");
      Files.writeString(log, trace.toString());
      err.println("assay: " + message + "; the stack trace is in " + log);
    } catch (IOException unwritable) {
      err.println("assay: " + message);
      err.print(trace);
    }
    err.flush();
    return ExitCode.INTERNAL;
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Assay());
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Assay::misused);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "no command given");
    }
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("assay: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static String message(Exception e) {
    if (e instanceof FileSystemException file) {
      return IoReason.withFile(file);
    }
    Remedy remedy = e instanceof DataException data ? data.remedy() : null;
    return e instanceof DataException data && remedy != null
        ? data.problem() + "; " + RemedyText.of(remedy)
        : String.valueOf(e.getMessage());
  }

  private static int failed(Exception thrown, CommandLine command) {
    // Streams and lambdas wrap it.
    Exception e =
        thrown.getCause() instanceof FileSystemException file
                && thrown instanceof UncheckedIOException
            ? file
            : thrown;
    if (e instanceof ClosedPipeException) {
      return ExitCode.CLOSED_PIPE;
    }
    int code =
        switch (e) {
          case UsageException u -> ExitCode.USAGE;
          case WorkloadException w -> ExitCode.USAGE;
          case LimitException l -> ExitCode.USAGE;
          case HistoryException.Refused r -> ExitCode.USAGE;
          case HistoryException h -> ExitCode.INCONCLUSIVE;
          case ProgramException p -> ExitCode.USAGE;
          case DataException d -> ExitCode.INVALID;
          case ComparisonException c -> ExitCode.INVALID;
          case ResumeException r -> ExitCode.INVALID;
          case RunStoreException.NotFound n -> ExitCode.USAGE;
          case RunStoreException.Unwritable u -> ExitCode.USAGE;
          case RunStoreException r -> ExitCode.INVALID;
          default -> ExitCode.INTERNAL;
        };
    // The message of an unexpected exception often means nothing without its class.
    boolean foreseen =
        code != ExitCode.INTERNAL
            || e instanceof FileSystemException
            || e instanceof ProgramChangedException;
    if (!foreseen) {
      boolean tells = e instanceof IOException && e.getMessage() != null;
      return internal(tells ? message(e) : e.toString(), e, command.getErr());
    }
    // It may quote a damaged record, which may hold anything.
    command.getErr().println("assay: " + Screen.line(message(e)));
    return code;
  }
}
