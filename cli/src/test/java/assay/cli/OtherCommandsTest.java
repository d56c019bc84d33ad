package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import assay.core.record.RunRecord;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.run.RunDocument;
import assay.report.testing.SampleRuns;
import assay.report.text.Language;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything but {@code run}. */
class OtherCommandsTest {
  private static final RunRecord RUN = SampleRuns.everyKind(1).record();

  @TempDir Path folder = Path.of("");

  private static JsonNode json(Cli.Answer answer) {
    assertThat(answer.code()).as(answer.all()).isZero();
    return JsonMapper.shared().readTree(answer.out());
  }

  private RunFolder stored() throws IOException {
    RunFolder run = new RunStore(folder).create(RUN.runId());
    run.write(RUN);
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261001T020000Z-qu11fc", "20261001", "latest"})
  void showFindsARunByItsNameItsStartOrAsTheLatest(String name) throws IOException {
    stored();
    Cli.Answer shown = Cli.run("show", name, "--out", folder.toString());
    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .isEqualTo(Screen.text(RunDocument.of(RUN, Language.EN, RemedyText::of)));
    Cli.Answer asJson = Cli.run("show", name, "--json", "--out", folder.toString());
    assertThat(asJson.out()).isEqualTo(RecordJson.write(RUN));
    assertThat(StoredRun.runErrors(asJson.out())).isEmpty();
  }

  @Test
  void showListsRunsAndSaysWhereThereAreNone() throws IOException {
    Cli.Answer none = Cli.run("show", "--out", folder.resolve("none").toString());
    assertThat(none.out()).contains("no runs in").contains("'assay run' creates one");
    stored();
    assertThat(Cli.run("show", "--out", folder.toString()).out())
        .containsPattern("20261001T020000Z-qu11fc +nightly +17 +finished");
    assertThat(json(Cli.run("show", "--json", "--out", folder.toString())).get(0).asString())
        .isEqualTo("20261001T020000Z-qu11fc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cells\" | \"sells\" | is damaged",
        "{ | [ | is damaged",
        "\"schemaVersion\" : 3 | \"schemaVersion\" : 99 | has schema version 99, but this version of Assay reads"
      })
  void showRefusesWhatIsNoRecordOfThisVersion(String part, String instead, String said)
      throws IOException {
    RunFolder run = stored();
    String text = Files.readString(run.runFile());
    int at = text.indexOf(part);
    assertThat(at).isNotNegative();
    Files.writeString(
        run.runFile(), text.substring(0, at) + instead + text.substring(at + part.length()));
    Cli.Answer shown = Cli.run("show", "latest", "--out", folder.toString());
    assertThat(shown.code()).as(shown.all()).isEqualTo(ExitCode.INVALID);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err().lines()).hasSize(1);
    assertThat(shown.err()).contains("run.json").contains(said).doesNotContain("REDACTED");
  }

  /** One damaged run must not hide the others. */
  @Test
  void theListOfRunsSurvivesADamagedOne() throws IOException {
    stored();
    Path broken = folder.resolve("20261123T000000Z-zzzzzz");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("run.json"), "{\"schemaVersion\": 1");
    Cli.Answer shown = Cli.run("show", "--out", folder.toString());
    assertThat(shown.code()).as(shown.all()).isZero();
    assertThat(shown.out())
        .contains("20261001T020000Z-qu11fc")
        .containsPattern("20261123T000000Z-zzzzzz .*damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"workloads", "targets", "suites", "telemetry"})
  void listsArePlainAndJson(String what) {
    assertThat(Cli.run("list", what).out()).isNotBlank();
    assertThat(json(Cli.run("list", what, "--json")).isArray()).isTrue();
  }

  @Test
  void theWorkloadsOfASuiteAreListed() {
    JsonNode ids = json(Cli.run("list", "workloads", "--suite", "smoke", "--json"));
    assertThat(ids.size()).isEqualTo(8);
    assertThat(Cli.run("list", "workloads", "--suite", "smoke").out())
        .contains("gemm/m=128,n=96,k=64\n");
  }

  @Test
  void doctorSaysOfEveryTargetWhetherItIsHereAndSurvivesTheWorst() {
    JsonNode findings = json(Cli.run("doctor", "--json", "--data", folder.toString()));
    Map<String, Boolean> available = new HashMap<>();
    for (JsonNode finding : findings) {
      boolean here = finding.path("available").asBoolean();
      available.put(finding.path("what").asString(), here);
      assertThat(here || !finding.path("remedy").isNull()).as(finding.toString()).isTrue();
    }
    assertThat(available)
        .containsEntry("target probe-crashes", false)
        .containsEntry("target absent", false)
        .containsEntry("target cpu-scalar", true)
        .containsEntry("data subset", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help | run, doctor, data, jmh, Exit codes",
        "run --help | --suite, --workload, --budget, --resume, --json",
        "doctor --help | --json",
        "list --help | workloads, targets, suites",
        "list workloads --help | --suite",
        "show --help | --json, latest",
        "data --help | fetch, verify",
        "data fetch --help | --from, --to",
        "data verify --help | --data",
        "jmh --help | -prof gc"
      })
  void helpNamesWhatThereIs(String args, String words) {
    Cli.Answer help = Cli.run(args.split(" "));
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: assay").contains(words.split(", "));
    assertThat(help.out().lines()).allMatch(l -> l.length() <= 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "list", "data", "rnu", "list workload"})
  void aMissingOrUnknownCommandIsMisuse(String args) {
    Cli.Answer answer = Cli.run(args.isEmpty() ? new String[0] : args.split(" "));
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("assay: ").contains("--help");
  }

  @Test
  void theCompletionIsAShellScript() throws Exception {
    Cli.Answer script = Cli.run("generate-completion");
    assertThat(script.code()).isZero();
    Path file = folder.resolve("completion.sh");
    Files.writeString(file, script.out());
    assertThat(script.out()).contains("--suite");
    Process bash =
        new ProcessBuilder("bash", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as(said).isZero();
  }

  @Test
  void verifySaysWhichFilesAreMissingOrDamaged() throws IOException {
    Files.writeString(folder.resolve("train-labels-idx1-ubyte.gz"), "not gzip");
    Cli.Answer answer = Cli.run("data", "verify", "--data", folder.toString());
    assertThat(answer.code()).isEqualTo(ExitCode.INVALID);
    assertThat(answer.out())
        .containsPattern("train-labels-idx1-ubyte.gz +DAMAGED")
        .containsPattern("train-images-idx3-ubyte.gz +MISSING");
    Cli.Answer asJson = Cli.run("data", "verify", "--json", "--data", folder.toString());
    assertThat(JsonMapper.shared().readTree(asJson.out()).size()).isEqualTo(4);
  }

  @Test
  void fetchKeepsNothingThatIsNotTheDataSet() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    byte[] garbage = "not the data set".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, garbage.length);
          exchange.getResponseBody().write(garbage);
          exchange.close();
        });
    server.start();
    try {
      String from = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Path to = folder.resolve("to");
      Cli.Answer answer = Cli.run("data", "fetch", "--from", from, "--to", to.toString());
      assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err().lines().filter(l -> l.startsWith("assay: "))).hasSize(1);
      assertThat(answer.err()).doesNotContain("Exception");
      try (var files = Files.list(to)) {
        assertThat(files.map(p -> String.valueOf(p.getFileName())))
            .noneMatch(name -> name.endsWith("ubyte.gz") || name.endsWith("ubyte"));
      }
    } finally {
      server.stop(0);
    }
  }

  /** Java sends a password through the tunnel of https only if it is told so before it starts. */
  @Test
  void fetchAsksTheEnvironmentsProxyForATunnel() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseTunnels(proxy, lines));
      String url =
          "http://me:secret@"
              + proxy.getInetAddress().getHostAddress()
              + ":"
              + proxy.getLocalPort();
      Cli.Answer answer =
          Cli.process(
              Map.of("https_proxy", url),
              List.of(),
              "data",
              "fetch",
              "--from",
              "https://data.invalid/set",
              "--to",
              folder.resolve("set").toString());
      assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
      assertThat(answer.err())
          .contains("the proxy does not connect to https://data.invalid/set/")
          .doesNotContain("secret");
    }
    assertThat(lines).contains("CONNECT data.invalid:443 HTTP/1.1");
    assertThat(lines).contains("Proxy-Authorization: Basic bWU6c2VjcmV0");
  }

  /** Asks for a password, and refuses even so. */
  private static void refuseTunnels(ServerSocket proxy, List<String> lines) {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
        boolean password = false;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          lines.add(line);
          password |= line.startsWith("Proxy-Authorization");
        }
        String status = password ? "403 No" : "407 Who\r\nProxy-Authenticate: Basic realm=\"test\"";
        client
            .getOutputStream()
            .write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        return; // The test has ended.
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "monitor --seconds 1 --file /missing/m.csv | --file /missing/m.csv: there is no folder /missing",
        "monitor --seconds 1 --file / | --file /: it is a folder",
        "data fetch --from ftp://x/y | expected a URL that starts with http:// or https://",
        "data fetch --from data | expected a URL that starts with http:// or https://",
        "data fetch --to /dev/null/x | --to /dev/null/x: /dev/null is a file",
        "package --out /dev/null | --out /dev/null: /dev/null is a file",
        "site / --out /dev/null | --out /dev/null: /dev/null is a file",
        "report latest --out /dev/null/x | --out /dev/null/x: /dev/null is a file"
      })
  void aPlaceThatCannotBeUsedIsWrongUsage(String args, String said) {
    Cli.Answer answer = Cli.run(args.split(" "));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).startsWith("assay: ").contains(said).hasLineCount(1);
  }

  @Test
  void onlyTheLauncherGivesARegressionAnotherCode() {
    assertThat(ExitCode.underLauncher(ExitCode.REGRESSION)).isEqualTo(101);
    assertThat(ExitCode.underLauncher(ExitCode.INTERNAL)).isEqualTo(ExitCode.INTERNAL);
  }

  @Test
  void withoutFontconfigChartsAreDrawnAllTheSame() throws Exception {
    RunFolder run = stored();
    Cli.Answer answer =
        Cli.process(
            withoutFontconfig(),
            List.of(),
            "report",
            run.path().toString(),
            "--format",
            "html,svg",
            "--out",
            folder.resolve("page").toString());
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(folder.resolve("page/report.html")).content().contains("<svg");
    assertThat(folder.resolve("page/charts")).isNotEmptyDirectory();
  }

  @Test
  void whereNothingCanBeDrawnTheRestIsWritten() throws Exception {
    RunFolder run = stored();
    Path page = folder.resolve("page");
    Cli.Answer answer =
        Cli.process(
            withoutFontconfig(),
            // Without this, Assay helps itself.
            List.of("-Dsun.awt.fontconfig=/dev/null"),
            "report",
            run.path().toString(),
            "--format",
            "html,pdf,svg,csv,json,junit",
            "--out",
            page.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err()).contains("assay: svg cannot be written, because nothing can be drawn");
    for (String name : List.of("report.pdf", "figures.csv", "figures.json", "junit.xml")) {
      assertThat(page.resolve(name)).isNotEmptyFile();
    }
    assertThat(page.resolve("report.html"))
        .content()
        .doesNotContain("<svg")
        .contains("The chart is missing, because nothing can be drawn on this machine");
    Cli.Answer site =
        Cli.process(
            withoutFontconfig(),
            List.of("-Dsun.awt.fontconfig=/dev/null"),
            "site",
            folder.toString(),
            "--out",
            folder.resolve("site").toString());
    assertThat(site.code()).as(site.all()).isZero();
  }

  /** The linker finds these before the system's, and cannot load them. */
  private Map<String, String> withoutFontconfig() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    for (String name : List.of("libfontconfig.so.1", "libfontconfig.so")) {
      Files.writeString(libraries.resolve(name), "no library");
    }
    return Map.of("LD_LIBRARY_PATH", libraries.toString());
  }

  @Test
  void jmhListsTheBenchmark() throws Exception {
    Cli.Answer list = Cli.process(List.of(), "jmh", "--", "-l");
    assertThat(list.code()).as(list.all()).isZero();
    assertThat(list.out())
        .contains("assay.core.harness.WorkloadBenchmark.execute")
        .contains("assay.core.harness.ColdWorkloadBenchmark.execute");
  }

  @Test
  void outputThatCannotBeWrittenIsAnError() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    Cli.Answer answer = Cli.process(full, List.of(), "list", "targets");
    assertThat(answer.code()).isEqualTo(5);
    assertThat(answer.err())
        .startsWith("assay: standard output cannot be written: No space left on device");
  }

  /** An error that leaves main would end the JVM with 1, which means a regression. */
  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, LinkageError.class})
  void errorsAreInternalErrors(Class<? extends Error> kind) throws Exception {
    Error error = kind.getConstructor().newInstance();
    @Command
    class Failing implements Runnable {
      @Override
      public void run() {
        throw error;
      }
    }
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new Failing()).setErr(new PrintWriter(err));
    assertThat(Assay.execute(line)).isEqualTo(5);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("assay: ");
    if (kind != OutOfMemoryError.class) {
      Files.delete(log(err));
    }
  }

  private static Path log(StringWriter err) {
    return Path.of(err.toString().strip().replaceAll(".* is in ", ""));
  }

  /** Picocli's own writer is buffered: what is not flushed is lost. */
  @Test
  void anUnforeseenExceptionIsOneLineThatNamesTheLogOfItsTrace() throws IOException {
    @Command(name = "failing")
    class Failing implements Runnable {
      @Override
      public void run() {
        throw new IllegalStateException("unforeseen");
      }
    }
    StringWriter err = new StringWriter();
    CommandLine line = Assay.commandLine().addSubcommand(new Failing());
    line.setErr(new PrintWriter(new BufferedWriter(err)));
    assertThat(Assay.execute(line, "failing")).isEqualTo(5);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("assay: java.lang.IllegalStateException: unforeseen; the stack trace is in ");
    Path log = log(err);
    assertThat(log).content().contains("\tat assay.cli.OtherCommandsTest");
    Files.delete(log);
  }

  /** JMH itself leaves with 1, which means a regression here, or with 0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p|target=cpu-smid|unknown target 'cpu-smid'; did you mean cpu-simd",
        "-p|target=cuda:|target 'cuda:': '' does not name a GPU",
        "-f|0|NoSuchBenchmark|no benchmark matches: include [NoSuchBenchmark]",
        "-f|1|--bogus|bogus is not a recognized option"
      })
  void whatJmhCannotRunIsAUsageError(ArgumentsAccessor given) throws Exception {
    int last = given.size() - 1;
    List<String> args = new ArrayList<>(List.of("jmh", "--"));
    for (int i = 0; i < last; i++) {
      args.add(given.getString(i));
    }
    Cli.Answer answer = Cli.process(List.of(), args.toArray(String[]::new));
    assertThat(answer.code()).as(answer.all()).isEqualTo(2);
    assertThat(answer.err()).contains("assay: ").contains(given.getString(last));
    assertThat(answer.all()).doesNotContain("\tat ");
  }

  private static Cli.Answer jmh(String target) throws IOException, InterruptedException {
    return jmh(target, "gemm/m:16;n:16;k:16");
  }

  private static Cli.Answer jmh(String target, String workload, String... more)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("jmh", "--"));
    args.addAll(List.of(more));
    args.addAll(List.of("-p", "target=" + target, "-p", "workload=" + workload, "-f", "1"));
    args.addAll(List.of("-wi", "1", "-i", "1", "-r", "10ms", "-w", "10ms", "-prof", "gc"));
    return Cli.process(List.of("--add-modules=jdk.incubator.vector"), args.toArray(String[]::new));
  }

  @Test
  void jmhMeasuresWithItsOwnProfilers() throws Exception {
    Cli.Answer answer = jmh("cpu-scalar");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out()).contains("gc.alloc.rate.norm").containsPattern("execute .* us/op");
  }

  /** The benchmark says whether it is cold, and refuses what it would have to measure warm. */
  @Test
  void jmhMeasuresColdWhereItIsNamed() throws Exception {
    Cli.Answer warm = jmh("flushes", "gemm/m:16;n:16;k:16");
    assertThat(warm.out())
        .containsPattern("\\bWorkloadBenchmark.execute .* us/op")
        .doesNotContain("ColdWorkloadBenchmark");
    Cli.Answer cold = jmh("flushes", "gemm/m:16;n:16;k:16", "ColdWorkloadBenchmark");
    assertThat(cold.out()).containsPattern("ColdWorkloadBenchmark.execute .* us/op");
    Cli.Answer other = jmh("flushes", "gemm/m:16;n:16;k:16;cache:cold");
    assertThat(other.out()).contains("must be run by the benchmark").doesNotContain("Result \"");
    Cli.Answer memory = jmh("flushes", "memory/copy;kib:1", "ColdWorkloadBenchmark");
    assertThat(memory.out())
        .contains("cannot be run with a cold cache")
        .doesNotContain("Result \"");
  }

  @Test
  void jmhPrintsNoScoreForAWrongResult() throws Exception {
    Cli.Answer answer = jmh("wrong-entry");
    String summary = answer.out().substring(answer.out().indexOf("# Run complete"));
    assertThat(summary).doesNotContain("us/op");
    assertThat(answer.out()).contains("wrong output: ");
    assertThat(answer.out()).doesNotContain("Result \"");
  }

  @Test
  void jmhPrintsNoScoreForAnEmulation() throws Exception {
    Cli.Answer answer = jmh("emulation");
    assertThat(answer.out()).contains("board model is not hardware").doesNotContain("Result \"");
    assertThat(answer.out()).doesNotContainPattern("execute .* us/op");
  }
}
