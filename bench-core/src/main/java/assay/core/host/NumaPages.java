package assay.core.host;

import assay.core.availability.Availability;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which memory nodes the pages of this process lie: {@code proc/self/numa_maps}. */
public final class NumaPages {
  private static final String FILE = "proc/self/numa_maps";
  private static final Pattern PAGES = Pattern.compile("\\bN(\\d{1,4})=(\\d{1,15})\\b");
  private static final Pattern SIZE = Pattern.compile("\\bkernelpagesize_kB=(\\d{1,9})\\b");
  private static final double DEFAULT_KIB = 4;

  private NumaPages() {}

  /**
   * Share of this process's memory that lies outside some nodes, in %.
   *
   * @param near nodes whose memory is near, at least one
   * @return the share, or why it is unknown
   */
  public static Availability<Double> remotePercent(HostRoot root, Set<Integer> near) {
    return root.text(FILE).map(text -> percent(text, near));
  }

  private static double percent(String text, Set<Integer> near) {
    double all = 0;
    double remote = 0;
    for (String line : text.lines().toList()) {
      Matcher size = SIZE.matcher(line);
      double kib = size.find() ? Double.parseDouble(size.group(1)) : DEFAULT_KIB;
      for (Matcher pages = PAGES.matcher(line); pages.find(); ) {
        double bytes = kib * Double.parseDouble(pages.group(2));
        all += bytes;
        remote += near.contains(Integer.valueOf(pages.group(1))) ? 0 : bytes;
      }
    }
    return all == 0 ? 0 : 100 * remote / all;
  }
}
