package assay.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.record.store.RunStore;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts that share one history on a real PostgreSQL server, which the test starts. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresHistoryTest {
  private Path folder = Path.of("");
  private String url = "";
  private Optional<Path> programs = Optional.empty();
  private @Nullable Path data;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    programs = programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed: no initdb is found");
    // The server does not run as root, and needs a folder of its own account.
    Path own = Files.createTempDirectory("assay-postgres");
    data = own;
    if (isRoot()) {
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
      command(List.of("chown", "nobody", own.toString()));
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server("initdb", "-D", own.resolve("db").toString(), "-U", "assay", "-A", "trust", "-N");
    server(
        "pg_ctl",
        "-D",
        own.resolve("db").toString(),
        "-w",
        "-l",
        own.resolve("log").toString(),
        "-o",
        "-p " + port + " -h 127.0.0.1 -k " + own + " -F",
        "start");
    url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=assay";
    SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
    for (int night = 10; night <= 12; night++) {
      fleet.run("lab-1", night).write(store("one"));
      fleet.run("lab-4", night).write(store("four"));
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (data != null) {
      if (!url.isEmpty()) {
        server("pg_ctl", "-D", data.resolve("db").toString(), "-m", "immediate", "stop");
      }
      command(List.of("rm", "-rf", data.toString()));
    }
  }

  private static Optional<Path> programs() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin")));
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.sorted().map(version -> version.resolve("bin")).forEach(folders::add);
      }
    }
    return folders.stream()
        .filter(each -> Files.isExecutable(each.resolve("initdb")))
        .filter(each -> Files.isExecutable(each.resolve("pg_ctl")))
        .findFirst();
  }

  private static boolean isRoot() {
    return Objects.equals(System.getProperty("user.name"), "root");
  }

  private void server(String program, String... arguments) throws Exception {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    all.add(programs.orElseThrow().resolve(program).toString());
    all.addAll(List.of(arguments));
    command(all);
  }

  private void command(List<String> command) throws Exception {
    Path log = folder.resolve("command.log");
    Process process =
        new ProcessBuilder(command)
            .directory(data == null ? null : data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command.toString()).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, Files.readString(log)).isZero();
  }

  private RunStore store(String name) {
    return new RunStore(folder.resolve(name));
  }

  private HistoryUpdate update(String name) throws HistoryException {
    try (History history = History.open(store(name), url)) {
      return history.update();
    }
  }

  private List<StoredRun> runs(String name, @Nullable String database) throws HistoryException {
    try (History history = History.open(store(name), database)) {
      history.update();
      return history.runs();
    }
  }

  @Test
  void hostsShareOneHistory() throws Exception {
    List<Callable<HistoryUpdate>> atOnce = new ArrayList<>();
    for (String name : List.of("one", "four", "one", "four")) {
      atOnce.add(() -> update(name));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<HistoryUpdate> each : threads.invokeAll(atOnce)) {
        assertThat(each.get().leftOut()).isEmpty();
      }
    }
    List<StoredRun> both = new ArrayList<>(runs("one", null));
    both.addAll(runs("four", null));
    assertThat(runs("one", url)).containsExactlyInAnyOrderElementsOf(both);
    try (History history = History.open(store("one"), url)) {
      assertThat(history.verify().passed()).isTrue();
      history.rebuild();
      assertThat(history.runs()).containsExactlyInAnyOrderElementsOf(both);
      List<StoredSeries> series =
          history.find(SeriesFilter.of(List.of("lab-4", "gemm/m=1024,*", "cuda", "time"))::matches);
      assertThat(series).hasSize(1);
      assertThat(history.points(series.getFirst())).hasSize(2);
      assertThatThrownBy(() -> history.prune(false, Instant.EPOCH))
          .isInstanceOf(HistoryException.Refused.class);
      int own = history.runs().size() - runs("four", null).size();
      // The same path on another host: what it has in the database is its own.
      Files.move(folder.resolve("four"), folder.resolve("four-elsewhere"));
      Files.createDirectory(folder.resolve("four"));
      try (History other = History.open(store("four"), url)) {
        other.update();
        assertThat(other.prune(true, null)).isEmpty();
        assertThat(other.rebuild().added()).isZero();
        assertThat(other.verify().passed()).isTrue();
      }
      assertThat(history.runs()).containsExactlyInAnyOrderElementsOf(both);
      Files.delete(folder.resolve("four").resolve(History.OWNER_FILE));
      Files.delete(folder.resolve("four"));
      Files.move(folder.resolve("four-elsewhere"), folder.resolve("four"));
      Files.move(store("one").list().getFirst().path(), folder.resolve("gone"));
      assertThat(history.prune(true, null)).hasSize(1);
      assertThat(history.runs().stream().filter(run -> run.host().equals("lab-1")))
          .hasSize(own - 1);
      assertThat(history.runs().stream().filter(run -> run.host().equals("lab-4"))).hasSize(3);
    }
  }

  @Test
  void anotherVersionOrNoDatabaseIsRefused() throws Exception {
    String other = url.replace("/postgres?", "/other?");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create database other");
    }
    History.open(store("one"), other).close();
    try (Connection connection = DriverManager.getConnection(other);
        Statement statement = connection.createStatement()) {
      statement.execute("update assay_history set version = 99");
    }
    assertThatThrownBy(() -> History.open(store("one"), other))
        .isInstanceOf(HistoryException.Refused.class)
        .hasMessageContaining("has version 99 of the tables")
        .hasMessageContaining("use the same version of Assay on all hosts");
    String none = url.replace("/postgres?", "/none?") + "&password=secret";
    assertThatThrownBy(() -> History.open(store("one"), none))
        .isInstanceOf(HistoryException.Unreachable.class)
        .hasMessageContaining("/none")
        .hasMessageNotContaining("secret");
  }
}
