package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.files.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fetching that fails: each cause has its own message, and leaves the right files behind. */
@Timeout(value = 15, unit = TimeUnit.SECONDS)
class DataFetcherFailureTest extends FetcherFixture {
  @Test
  void garbageIsDeletedAndReported() throws IOException {
    byte[] html = "<html>login</html>".getBytes(StandardCharsets.US_ASCII);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, html, TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(server.base() + FIRST)
          .hasMessageContaining("expected gzip of content with SHA-256 " + expectedSha())
          .hasMessageContaining("found 18 bytes with SHA-256 " + Sha256.of(html))
          .hasMessageContaining("found 3c68746d")
          .hasMessageContaining("deleted");
      // Wrong content does not get better by asking again.
      assertThat(server.requests()).hasSize(1);
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void wrongContentIsDeletedAndReported() throws IOException {
    try (var server =
        new FileServer((r, out) -> FileServer.good(r, out, OTHER.packed(r.file()), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(expectedSha())
          .hasMessageContaining(OTHER.files().trainImages().sha256());
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void endlessAnswerIsCutOff() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.head(out, 200);
          while (true) {
            out.write(FILE);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected at most");
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void stallInTheBodyIsReportedAndThePartKept() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.cut(r, out, FILE, TAG, HALF);
          Thread.sleep(10_000);
        })) {
      assertThatThrownBy(() -> impatient(server).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled: no bytes for 500 ms")
          .hasMessageContaining("part is kept");
      assertThat(root.resolve(FIRST + ".part")).hasSize(HALF);
    }
  }

  @Test
  void stallBeforeTheAnswerIsReported() throws IOException {
    try (var server = new FileServer((r, out) -> Thread.sleep(10_000))) {
      assertThatThrownBy(() -> impatient(server).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled: no bytes for 500 ms from " + server.base() + FIRST);
      assertThat(names(root)).isEmpty();
    }
  }

  @Test
  void serverErrorsAreTriedAgain() throws IOException {
    int[] answers = {500, 503, 429};
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() <= answers.length) {
            FileServer.head(out, answers[r.number() - 1], "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 4).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(4);
      assertThat(log.reasons)
          .hasSize(3)
          .first()
          .asString()
          .contains("expected status 200, found 500");
    }
  }

  @Test
  void errorsBeyondTheAllowedAttemptsAreReported() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.head(out, 500, "Content-Length: 0"))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found 500")
          .hasMessageContaining("attempt 3 of 3");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void notFoundIsReportedAtOnceAndALaterFetchSucceeds() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.head(out, 404, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(server.base() + FIRST + ": expected status 200, found 404")
          .hasMessageContaining("base URL");
      assertThat(server.requests()).hasSize(1);
      assertThat(names(root)).isEmpty();
      assertThat(fetcher(server, 3).fetch(root, log)).hasSize(4);
    }
  }

  @Test
  void refusedConnectionNamesTheHost() throws IOException {
    URI base;
    try (var server = new FileServer((r, out) -> {})) {
      base = server.base();
    }
    assertThatThrownBy(() -> new DataFetcher(options(base, 2), SAMPLES.files()).fetch(root, log))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot connect to 127.0.0.1:" + base.getPort());
  }

  @Test
  void folderThatCannotBeMadeIsReported() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 1).fetch(file, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(
              file + ": cannot be written (a file with that name already exists)");
      assertThatThrownBy(() -> fetcher(server, 1).fetch(file.resolve("sub"), log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot be written");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fullDiskIsReportedAndNotTriedAgain() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full, which Linux has");
    Files.createSymbolicLink(root.resolve(FIRST + ".part"), full);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot be written (No space left on device)")
          .hasMessageContaining("free some space");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void secondFetchOfTheSameFileIsRefused() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG));
        var channel =
            FileChannel.open(
                root.resolve(FIRST + ".part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another fetch");
    }
  }

  @Test
  void interruptionEndsTheFetchAndStaysFlagged() throws IOException {
    try (var server = new FileServer((r, out) -> Thread.sleep(10_000))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> fetcher(server, 3).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void interruptionWhileWaitingKeepsThePart() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
            Thread.sleep(10_000);
          }
          FileServer.good(r, out, packed(r), TAG);
        })) {
      Thread caller = Thread.currentThread();
      var interrupter =
          new FetchListener() {
            @Override
            public void progress(String file, long bytes, OptionalLong total) {
              if (bytes == HALF) {
                caller.interrupt();
              }
            }
          };
      assertThatThrownBy(() -> fetcher(server, 1).fetch(root, interrupter))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(root.resolve(FIRST + ".part")).hasSize(HALF);
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).get(1).from()).isEqualTo(HALF);
    }
  }
}
