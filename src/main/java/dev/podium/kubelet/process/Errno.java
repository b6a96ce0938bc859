package dev.podium.kubelet.process;

import java.io.IOException;

/// A system call failed.
public final class Errno extends IOException {
  private static final long serialVersionUID = 1;

  /// Linux's error codes that are met here, with the C library's words.
  public enum Code {
    EPERM("Operation not permitted"),
    ENOENT("No such file or directory"),
    ESRCH("No such process"),
    EINTR("Interrupted system call"),
    EIO("Input/output error"),
    ENOEXEC("Exec format error"),
    EBADF("Bad file descriptor"),
    ENOMEM("Cannot allocate memory"),
    EACCES("Permission denied"),
    EBUSY("Device or resource busy"),
    EEXIST("File exists"),
    EXDEV("Invalid cross-device link"),
    ENOTDIR("Not a directory"),
    EISDIR("Is a directory"),
    EINVAL("Invalid argument"),
    EFBIG("File too large"),
    ENOSPC("No space left on device"),
    EROFS("Read-only file system"),
    EPIPE("Broken pipe"),
    ENOTEMPTY("Directory not empty"),
    ELOOP("Too many levels of symbolic links"),
    EAGAIN("Resource temporarily unavailable");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Code code;

  public Errno(Code code) {
    super(code.text());
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
