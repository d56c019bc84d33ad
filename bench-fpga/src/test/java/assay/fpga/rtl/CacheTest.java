package assay.fpga.rtl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path root;

  private List<String> entries() throws IOException {
    try (Stream<Path> list = Files.list(root)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isFilledOnce() throws IOException {
    Cache cache = new Cache(root);
    Path first = cache.get("x", folder -> Files.writeString(folder.resolve("f"), "1"));
    Path second =
        cache.get(
            "x",
            folder -> {
              throw new IOException("filled twice");
            });
    assertThat(second).isEqualTo(first);
    assertThat(first.resolve("f")).hasContent("1");
    assertThat(entries()).containsExactly("x");
  }

  @Test
  void aFailedFillingLeavesNothing() throws IOException {
    Cache cache = new Cache(root);
    assertThatThrownBy(() ->
            cache.get(
                "x",
                folder -> {
                  Files.writeString(folder.resolve("half"), "1");
                  throw new IOException("no more room");
                }))
        .hasMessage("no more room");
    assertThat(entries()).isEmpty();
  }

  /** All fill at the same time; one folder stays, whole, and everybody gets it. */
  @Test
  void fillingAtTheSameTimeGivesOneWholeFolder() throws Exception {
    Cache cache = new Cache(root);
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      List<Future<Path>> got = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String who = "filler " + i;
        got.add(
            threads.submit(() ->
                cache.get(
                    "x",
                    folder -> {
                      Files.writeString(folder.resolve("a"), who);
                      await(together);
                      Files.writeString(folder.resolve("b"), who);
                    })));
      }
      for (Future<Path> future : got) {
        assertThat(future.get()).isEqualTo(root.resolve("x"));
      }
    }
    assertThat(entries()).containsExactly("x");
    assertThat(Files.readString(root.resolve("x/a"), UTF_8))
        .isEqualTo(Files.readString(root.resolve("x/b"), UTF_8));
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Test
  void liesWhereTheUsersCacheIs() throws IOException {
    Path filled =
        Cache.ofUser(Map.of("XDG_CACHE_HOME", root.toString(), "HOME", "/nowhere"))
            .get("x", folder -> Files.writeString(folder.resolve("f"), "1"));
    assertThat(filled).isEqualTo(root.resolve("assay/rtl/x"));
    Path home =
        Cache.ofUser(Map.of("HOME", root.toString()))
            .get("x", folder -> Files.writeString(folder.resolve("f"), "1"));
    assertThat(home).isEqualTo(root.resolve(".cache/assay/rtl/x"));
  }

  @Test
  void otherSourcesOrToolsHaveAnotherName() {
    Sources sources = Sources.shipped();
    String key = sources.key("Verilator 5.006");
    assertThat(key).matches("[0-9a-f]{16}").isEqualTo(Sources.shipped().key("Verilator 5.006"));
    assertThat(sources.key("Verilator 5.007")).isNotEqualTo(key);
    Sources mutant = Mutants.of("systolic_pe.sv", "sum_last <= 1'b0;", "sum_last <= 1'b1;");
    assertThat(mutant.key("Verilator 5.006")).isNotEqualTo(key);
  }
}
