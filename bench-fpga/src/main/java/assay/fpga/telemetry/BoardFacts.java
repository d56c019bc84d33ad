package assay.fpga.telemetry;

import assay.core.telemetry.Facts;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects what a source knows about its boards for the fingerprint. Reads no serial numbers. */
final class BoardFacts {
  private final Map<String, String> identity = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  /** The prefix of a board's facts. */
  static String boardId(PciFunction function) {
    return "board-" + function.address();
  }

  /** The PCI ids, driver and link that every board has. */
  void pci(PciFunction function) {
    String board = boardId(function);
    identity.put(board + ".pci", function.ids());
    function.driver().ifPresent(driver -> driver(board, function, driver));
    Optional<String> speed = text(board + ".pcie", function.file("current_link_speed"));
    Optional<String> width = text(board + ".pcie", function.file("current_link_width"));
    if (speed.isPresent() && width.isPresent()) {
      identity.put(board + ".pcie", speed.get() + " x" + width.get());
    }
  }

  private void driver(String board, PciFunction function, String driver) {
    SysfsFile version =
        SysfsFile.at(function.root(), function.root().resolve("sys/module/" + driver + "/version"));
    // In-tree drivers have no version of their own; the kernel's applies.
    settings.put(board + ".driver", ifThere(version).map(v -> driver + " " + v).orElse(driver));
  }

  /** Adds a fact that identifies the board. */
  void identity(String key, SysfsFile file) {
    text(key, file).ifPresent(text -> identity.put(key, text));
  }

  /** Adds a setting, a change of which causes a warning. */
  void setting(String key, SysfsFile file) {
    text(key, file).ifPresent(text -> settings.put(key, text));
  }

  /** Adds current state. */
  void state(String key, SysfsFile file) {
    text(key, file).ifPresent(text -> state.put(key, text));
  }

  /** Adds a fact that should be known but is not. */
  void unavailable(String key, String reason) {
    unavailable.put(key, reason);
  }

  private Optional<String> text(String key, SysfsFile file) {
    try {
      String text = file.text();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
      unavailable.put(key, "'" + file.name() + "' is empty");
    } catch (AccessDeniedException e) {
      unavailable.put(key, "'" + file.name() + "' may not be read: " + file.permissionRemedy());
    } catch (IOException e) {
      unavailable.put(key, "'" + file.name() + "' cannot be read: " + e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  private static Optional<String> ifThere(SysfsFile file) {
    try {
      return Optional.of(file.text()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** All facts. */
  Facts facts() {
    return new Facts(identity, settings, state, unavailable);
  }
}
