package assay.cli;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.history.HistoryException;
import assay.report.nightly.NightlyVerdict;
import assay.report.render.html.HtmlRenderer;
import assay.report.run.Site;
import assay.report.text.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay site}: writes a static web site for stored runs. */
@Command(
    name = "site",
    description =
        "Write a static web site for stored runs: an index, trends per machine, run pages.",
    mixinStandardHelpOptions = true)
final class SiteCommand implements Callable<Integer> {
  private static final int PAGES = 30;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folder of runs, or a folder that contains such folders, such as one per host.")
  private List<Path> folders = new ArrayList<>();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Output folder.")
  private Path out = Path.of("");

  @Option(
      names = "--pages",
      paramLabel = "N",
      description =
          "Number of newest runs per machine that get a page (default: ${DEFAULT-VALUE}).")
  private int pages = PAGES;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      converter = LanguageConverter.class,
      description = "Language: en, de or zh (default: en).")
  private Language language = Language.EN;

  SiteCommand() {}

  @Override
  public Integer call() throws IOException {
    if (pages < 1) {
      throw new UsageException("--pages must be at least 1, not " + pages);
    }
    PathCheck.folderToWrite("--out", out);
    PrintWriter stderr = Objects.requireNonNull(spec).commandLine().getErr();
    List<RunFolder> runs = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UsageException(folder + " is not a folder: name one that contains runs");
      }
      find(folder, runs, leftOut);
    }
    Site site = Site.of(runs, language, pages, verdicts(runs, stderr));
    leftOut.addAll(site.leftOut());
    leftOut.forEach(what -> stderr.println("assay: left out: " + Screen.line(what)));
    if (site.isEmpty()) {
      throw new UsageException("no readable run in " + folders);
    }
    Files.createDirectories(out);
    HtmlRenderer renderer = new HtmlRenderer();
    site.write(out, (name, page) -> ReportFiles.store(out.resolve(name), renderer.render(page)));
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    stdout.println("site: " + out.resolve("index.html"));
    stdout.flush();
    return ExitCode.OK;
  }

  /** The newest verdict on each host; a site without an overview is better than none. */
  private static List<NightlyVerdict> verdicts(List<RunFolder> runs, PrintWriter stderr)
      throws IOException {
    Map<Path, Set<String>> stores = new LinkedHashMap<>();
    for (RunFolder run : runs) {
      Path parent = run.path().toAbsolutePath().normalize().getParent();
      if (parent != null) {
        run.id()
            .ifPresent(id -> stores.computeIfAbsent(parent, _ -> new HashSet<>()).add(id.value()));
      }
    }
    String url = GateOptions.historyUrl(null);
    // What is left out is said for the site as a whole.
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    List<NightlyVerdict> verdicts = new ArrayList<>();
    for (Map.Entry<Path, Set<String>> store : stores.entrySet()) {
      try {
        NightlyHistory history =
            NightlyHistory.read(new RunStore(store.getKey()), url, stderr, nowhere);
        // In a history that folders share, what was said of a host is in the folder of its nights.
        verdicts.addAll(
            history.verdicts(
                night -> url == null || store.getValue().contains(night.run().value())));
      } catch (HistoryException e) {
        stderr.println(
            "assay: no verdicts on "
                + store.getKey()
                + ": "
                + Screen.line(String.valueOf(e.getMessage())));
      }
    }
    return verdicts;
  }

  /** The folder itself if it is a run, else runs in it or one level below it. */
  private void find(Path folder, List<RunFolder> runs, List<String> leftOut) throws IOException {
    if (new RunFolder(folder).hasRecord()) {
      runs.add(new RunFolder(folder));
      return;
    }
    List<RunFolder> here = new RunStore(folder).list();
    take(here, runs, leftOut);
    Set<Path> taken = here.stream().map(RunFolder::path).collect(Collectors.toSet());
    try (Stream<Path> below = Files.list(folder)) {
      for (Path each : below.filter(Files::isDirectory).sorted().toList()) {
        if (taken.contains(each) || isOut(each)) {
          continue;
        }
        List<RunFolder> inside = new RunStore(each).list();
        take(inside, runs, leftOut);
        if (inside.isEmpty() && !each.endsWith(History.IMPORTS)) {
          leftOut.add(each + " has no run.json, and no folder in it has one");
        }
      }
    }
  }

  /** Whether it is the folder of the site itself. */
  private boolean isOut(Path folder) {
    return folder.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize());
  }

  private static void take(List<RunFolder> found, List<RunFolder> runs, List<String> leftOut) {
    for (RunFolder run : found) {
      if (run.hasRecord()) {
        runs.add(run);
      } else {
        leftOut.add(run.path() + " has no run.json: the run has measured nothing");
      }
    }
  }
}
