package assay.core.workload;

import assay.core.text.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The built-in shape lists, as workload ids. DeepBench's GEMM is column-major: the same memory,
 * read row-major, is the product with m and n, and the transposes, swapped.
 */
final class ShapeList {
  static final List<String> FILES =
      List.of("deepbench_gemm.csv", "deepbench_conv.csv", "transformer_gemm.csv");
  private static final String FOLDER = "/assay/shapes/";

  private final String file;
  private final List<String> header;
  private final List<String[]> rows;

  private ShapeList(String file, List<String> header, List<String[]> rows) {
    this.file = file;
    this.header = header;
    this.rows = rows;
  }

  static ShapeList load(String file) {
    try (InputStream in = ShapeList.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new WorkloadException(
            "unknown shape list '" + file + "'; " + Nearest.hint(file, FILES));
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String> header = Arrays.asList(reader.readLine().split(",", -1));
      List<String[]> rows =
          reader.lines().filter(l -> !l.isBlank()).map(l -> l.split(",", -1)).toList();
      return new ShapeList(file, header, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER + file, e);
    }
  }

  /** Ids of all rows of {@code set} (of every set if empty), without duplicates, in list order. */
  List<String> ids(Optional<String> set, List<String> directions) {
    Set<String> ids = new LinkedHashSet<>();
    boolean known = set.isEmpty();
    for (String[] row : rows) {
      if (set.isEmpty() || set.get().equals(cell(row, "set"))) {
        known = true;
        ids.addAll(ids(row, directions));
      }
    }
    if (!known) {
      List<String> sets = rows.stream().map(r -> cell(r, "set")).toList();
      throw new WorkloadException(
          file
              + " has no set '"
              + set.orElseThrow()
              + "'; "
              + Nearest.hint(set.orElseThrow(), sets));
    }
    return new ArrayList<>(ids);
  }

  private List<String> ids(String[] row, List<String> directions) {
    return switch (file) {
      case "deepbench_gemm.csv" -> List.of(columnMajorGemm(row));
      case "deepbench_conv.csv" -> directions.stream().map(d -> conv(row) + ",dir=" + d).toList();
      default ->
          List.of("gemm/m=" + cell(row, "m") + ",n=" + cell(row, "n") + ",k=" + cell(row, "k"));
    };
  }

  private String columnMajorGemm(String[] row) {
    return "gemm/m="
        + cell(row, "n")
        + ",n="
        + cell(row, "m")
        + ",k="
        + cell(row, "k")
        + (cell(row, "b_t").equals("true") ? ",ta=1" : "")
        + (cell(row, "a_t").equals("true") ? ",tb=1" : "");
  }

  private String conv(String[] row) {
    return "conv/n="
        + cell(row, "n")
        + ",c="
        + cell(row, "c")
        + ",h="
        + cell(row, "h")
        + ",w="
        + cell(row, "w")
        + ",k="
        + cell(row, "k")
        + ",r="
        + cell(row, "fh")
        + ",s="
        + cell(row, "fw")
        + ",strideh="
        + cell(row, "stride_h")
        + ",stridew="
        + cell(row, "stride_w")
        + ",padh="
        + cell(row, "pad_h")
        + ",padw="
        + cell(row, "pad_w");
  }

  private String cell(String[] row, String column) {
    return row[header.indexOf(column)];
  }
}
