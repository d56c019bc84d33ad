package assay.cli;

import assay.core.data.DataFetcher;
import assay.core.data.DataFolders;
import assay.core.data.FetchOptions;
import assay.core.data.FileCheck;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay data}: fetches and verifies the full data set. */
@Command(
    name = "data",
    description = "Fetch or verify the full Fashion-MNIST set.",
    mixinStandardHelpOptions = true)
final class DataCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  DataCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "specify what to do: fetch or verify");
  }

  @Command(
      name = "fetch",
      description =
          "Download the four files, resuming partial downloads; a file that fails its SHA-256 is discarded.",
      mixinStandardHelpOptions = true)
  int fetch(
      @Option(
              names = "--to",
              paramLabel = "DIR",
              description =
                  "Target folder (default: assay/fashion-mnist in the user's cache folder).")
          @Nullable Path to,
      @Option(
              names = "--from",
              paramLabel = "URL",
              description =
                  "URL of the folder with the files (default: the data set's own repository).")
          @Nullable URI from,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    PathCheck.folderToWrite("--to", to);
    Path folder = to == null ? DataFolders.ofSystem().fetched() : to;
    List<DataFetcher.Fetched> fetched = fetcher(from).fetch(folder, new FetchReport(err));
    if (json) {
      out.println(Json.write(fetched));
    } else {
      fetched.forEach(f ->
          out.println(
              (f.transferred() ? "fetched  " : "present  ") + f.path() + "  sha256 " + f.sha256()));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static DataFetcher fetcher(@Nullable URI from) {
    try {
      FetchOptions options = FetchOptions.defaults();
      return new DataFetcher(from == null ? options : options.withBase(from));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "verify",
      description = "Check the four files against their SHA-256.",
      mixinStandardHelpOptions = true)
  int verify(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "Folder to check (default: the one that 'assay data fetch' writes to).")
          @Nullable Path data,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    Path folder = data == null ? DataFolders.ofSystem().fetched() : data;
    List<FileCheck> checks = new DataFetcher(FetchOptions.defaults()).verify(folder);
    if (json) {
      out.println(Json.write(checks));
    } else {
      Listing table = new Listing("Files of the data set", "file", "status", "detail");
      checks.forEach(c -> table.row(c.path().toString(), c.status().toString(), c.detail()));
      out.print(table);
    }
    out.flush();
    return checks.stream().allMatch(c -> c.status() == FileCheck.Status.OK)
        ? ExitCode.OK
        : ExitCode.INVALID;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
