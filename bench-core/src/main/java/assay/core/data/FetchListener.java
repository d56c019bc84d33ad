package assay.core.data;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Told how a fetch goes, on the thread that called {@link DataFetcher#fetch}. Every method does
 * nothing unless overridden. Files are named as they are published, for example {@code
 * t10k-labels-idx1-ubyte.gz}.
 */
public interface FetchListener {
  /** The file is already there and sound; nothing is transferred. */
  default void alreadyPresent(String file) {}

  /**
   * The file that is there is damaged and is being replaced.
   *
   * @param detail one line saying what is wrong with it
   */
  default void replacing(String file, String detail) {}

  /**
   * Bytes are about to flow.
   *
   * @param resumedAt bytes kept from before, 0 when starting anew
   * @param total size of the whole file in bytes, empty when the server does not say
   */
  default void started(String file, long resumedAt, OptionalLong total) {}

  /**
   * More bytes have been written; called for every piece that arrives, often thousands of times.
   *
   * @param bytes bytes of the file so far, those kept from before included
   * @param total size of the whole file in bytes, empty when the server does not say
   */
  default void progress(String file, long bytes, OptionalLong total) {}

  /**
   * Bytes kept from before could not be used and were thrown away.
   *
   * @param bytes how many
   * @param reason one phrase
   */
  default void discarded(String file, long bytes, String reason) {}

  /**
   * An attempt failed and another follows.
   *
   * @param failed number of the attempt that failed, from 1
   * @param attempts how many there are at most
   * @param wait time until the next
   * @param reason one phrase
   */
  default void retrying(String file, int failed, int attempts, Duration wait, String reason) {}

  /** The file is in place and verified. */
  default void finished(String file) {}
}
