package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching that succeeds in the end: whole, resumed, or begun anew. */
@Timeout(value = 15, unit = TimeUnit.SECONDS)
class DataFetcherTest extends FetcherFixture {
  @Test
  void fetchesAndVerifiesAllFour() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      Path folder = root.resolve("a/b");
      List<DataFetcher.Fetched> fetched = fetcher(server, 1).fetch(folder, log);
      assertThat(fetched).hasSize(4).allMatch(DataFetcher.Fetched::transferred);
      assertThat(fetched.getFirst().path()).hasBinaryContent(FILE);
      assertThat(server.requests()).hasSize(4);
      assertThat(names(folder))
          .containsExactly(
              "t10k-images-idx3-ubyte.gz",
              "t10k-labels-idx1-ubyte.gz",
              "train-images-idx3-ubyte.gz",
              "train-labels-idx1-ubyte.gz");
      assertThat(log.lines).contains("started " + FIRST + " 0/" + FILE.length);
      assertThat(log.lastProgress).isEqualTo(packed("t10k-labels-idx1-ubyte.gz").length);
      assertThat(fetcher(server, 1).verify(folder))
          .allMatch(check -> check.status() == FileCheck.Status.OK);

      // A second fetch finds everything and asks the server nothing.
      assertThat(fetcher(server, 1).fetch(folder, log)).noneMatch(DataFetcher.Fetched::transferred);
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void damagedFileIsReplaced() throws IOException {
    SAMPLES.writeTo(root);
    Files.writeString(root.resolve(FIRST), "garbage");
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests()).hasSize(1);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
      assertThat(log.lines).anyMatch(line -> line.startsWith("replacing " + FIRST));
    }
  }

  @Test
  void followsRedirectsWithTheRange() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.path().startsWith("/data/")) {
            FileServer.head(out, 302, "Location: /raw/" + r.file(), "Content-Length: 0");
          } else if (r.number() == 2) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 2).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(4);
      assertThat(server.requests(FIRST).get(3).from()).isEqualTo(HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void resumesAfterTheConnectionBroke() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 2).fetch(root, log);
      FileServer.Request second = server.requests(FIRST).get(1);
      // Only the missing bytes are asked for, and only of the same file.
      assertThat(second.from()).isEqualTo(HALF);
      assertThat(second.header("If-Range")).isEqualTo(TAG);
      assertThat(log.lines)
          .contains(
              "retrying " + FIRST + " 1/2", "started " + FIRST + " " + HALF + "/" + FILE.length);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void laterFetchContinuesThePart() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() <= 2) {
            FileServer.cut(r, out, FILE, TAG, 1000);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      assertThatThrownBy(() -> fetcher(server, 2).fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(root.resolve(FIRST) + ": ")
          .hasMessageContaining("attempt 2 of 2")
          .hasMessageContaining("part is kept");
      assertThat(root.resolve(FIRST + ".part")).hasSize(2000);
      assertThat(root.resolve(FIRST)).doesNotExist();
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).get(2).from()).isEqualTo(2000);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void partFromAnotherServerIsNotContinued() throws IOException {
    part(Arrays.copyOf(FILE, HALF), "http://127.0.0.1:1/", TAG);
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).getFirst().from()).isZero();
    }
  }

  @Test
  void partWhoseOriginIsDamagedIsNotContinued() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      part(Arrays.copyOf(FILE, HALF), server.base().toString(), TAG);
      Files.write(root.resolve(FIRST + ".part.from"), new byte[] {(byte) 0xFF});
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST).getFirst().from()).isZero();
    }
  }

  @Test
  void serverThatIgnoresRangeSendsTheFileAnew() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          FileServer.head(out, 200, "Content-Length: " + packed(r).length, "ETag: " + TAG);
          out.write(packed(r), 0, r.number() == 1 ? HALF : packed(r).length);
        })) {
      fetcher(server, 2).fetch(root, log);
      assertThat(server.requests(FIRST).get(1).from()).isEqualTo(HALF);
      assertThat(log.lines).contains("discarded " + FIRST + " " + HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  /** The tag is strong (If-Range tells), or weak, or the answer to If-Range is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"honest", "weak", "ignores If-Range"})
  void fileThatChangedBetweenAttemptsIsNotJoined(String manner) throws IOException {
    String weak = manner.equals("weak") ? "W/" : "";
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, OTHER.packed(FIRST), weak + "\"old\"", HALF);
          } else if (r.from() > 0 && !manner.equals("honest")) {
            FileServer.head(
                out,
                206,
                "Content-Length: " + (FILE.length - r.from()),
                FileServer.range(r.from(), FILE),
                "ETag: " + weak + TAG);
            out.write(FILE, r.from(), FILE.length - r.from());
          } else {
            FileServer.good(r, out, packed(r), weak + TAG);
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(manner.equals("honest") ? 2 : 3);
      assertThat(server.requests(FIRST).get(1).header("If-Range"))
          .isEqualTo(weak.isEmpty() ? "\"old\"" : "");
      assertThat(log.lines).contains("discarded " + FIRST + " " + HALF);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void joinedFileOfAServerWithoutTagsIsFetchedAnew() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, OTHER.packed(FIRST), "", HALF);
          } else {
            FileServer.good(r, out, packed(r), "");
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(server.requests(FIRST))
          .extracting(FileServer.Request::from)
          .containsExactly(0, HALF, 0);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void completePartNeedsNoMoreBytes() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.from() == FILE.length) {
            FileServer.head(out, 416, "Content-Range: bytes */" + FILE.length, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      part(FILE, server.base().toString(), TAG);
      fetcher(server, 1).fetch(root, log);
      assertThat(server.requests(FIRST)).hasSize(1);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
      assertThat(names(root)).hasSize(4);
    }
  }

  @Test
  void partLongerThanTheFileIsThrownAway() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.from() > FILE.length) {
            FileServer.head(out, 416, "Content-Range: bytes */" + FILE.length, "Content-Length: 0");
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      part(new byte[FILE.length + 9], server.base().toString(), TAG);
      fetcher(server, 2).fetch(root, log);
      assertThat(log.lines).contains("discarded " + FIRST + " " + (FILE.length + 9));
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void shortRangeIsCompletedByAnotherAttempt() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else if (r.number() == 2) {
            // A sound answer of fewer bytes than were asked for.
            FileServer.head(
                out,
                206,
                "Content-Length: 10",
                "ETag: " + TAG,
                "Content-Range: bytes " + HALF + "-" + (HALF + 9) + "/" + FILE.length);
            out.write(FILE, HALF, 10);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(log.reasons.get(1))
          .contains("expected " + FILE.length + " bytes, found " + (HALF + 10));
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void optionsAreChecked() {
    FetchOptions defaults = FetchOptions.defaults();
    assertThat(defaults.base().getHost()).isEqualTo("github.com");
    assertThat(defaults.withBase(URI.create("https://mirror.example/fm")).base())
        .hasToString("https://mirror.example/fm/");
    for (String bad : List.of("ftp://h/", "/folder", "http:/x", "http://h/?a=b")) {
      assertThatIllegalArgumentException()
          .as(bad)
          .isThrownBy(() -> defaults.withBase(URI.create(bad)));
    }
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FetchOptions(defaults.base(), second, Duration.ZERO, 1, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FetchOptions(defaults.base(), second, second, 0, second));
    assertThat(List.of(defaults.backoff(1), defaults.backoff(3), defaults.backoff(99)))
        .containsExactly(second, Duration.ofSeconds(4), FetchOptions.MAX_BACKOFF);
  }

  @Test
  void rangeFromTheWrongPlaceIsNotAppended() throws IOException {
    try (var server =
        new FileServer((r, out) -> {
          if (r.number() == 1) {
            FileServer.cut(r, out, FILE, TAG, HALF);
          } else if (r.from() > 0) {
            FileServer.head(
                out,
                206,
                "Content-Length: " + (FILE.length - HALF),
                "ETag: " + TAG,
                FileServer.range(HALF - 1, FILE));
            out.write(FILE, HALF - 1, FILE.length - HALF);
          } else {
            FileServer.good(r, out, packed(r), TAG);
          }
        })) {
      fetcher(server, 3).fetch(root, log);
      assertThat(log.lines).contains("discarded " + FIRST + " " + HALF);
      assertThat(server.requests(FIRST))
          .extracting(FileServer.Request::from)
          .containsExactly(0, HALF, 0);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void dateStandsInForAMissingTag() throws IOException {
    String date = "Sun, 20 Aug 2017 12:00:00 GMT";
    try (var server =
        new FileServer((r, out) -> {
          byte[] file = packed(r);
          int from = r.header("If-Range").equals(date) ? r.from() : 0;
          FileServer.head(
              out,
              from == 0 ? 200 : 206,
              "Content-Length: " + (file.length - from),
              "Last-Modified: " + date,
              from == 0 ? "X-Whole: 1" : FileServer.range(from, file));
          out.write(file, from, r.number() == 1 ? HALF : file.length - from);
        })) {
      fetcher(server, 2).fetch(root, log);
      assertThat(server.requests(FIRST).get(1).header("If-Range")).isEqualTo(date);
      assertThat(log.lines).contains("started " + FIRST + " " + HALF + "/" + FILE.length);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }
}
