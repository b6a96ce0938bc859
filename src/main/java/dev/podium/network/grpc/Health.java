package dev.podium.network.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How servers are asked whether they are well: `grpc.health.v1.Health`.
public final class Health {
  private static final String CHECK = "/grpc.health.v1.Health/Check";

  /// The only field of either message.
  private static final int FIELD = 1;

  private Health() {}

  /// What a service says of itself; the position is the number.
  public enum Status {
    UNKNOWN,
    SERVING,
    NOT_SERVING,
    SERVICE_UNKNOWN
  }

  /// Who knows how a service is.
  @FunctionalInterface
  public interface Check {
    /// @param service empty for the server as a whole
    /// @throws GrpcStatus where there is no such service
    Status of(String service) throws GrpcStatus;
  }

  /// The method of a server that can be asked.
  public static Map<String, GrpcServer.Method> service(Check check) {
    return Map.of(CHECK, question -> response(check.of(service(question))));
  }

  /// Asks a server.
  ///
  /// @return `SERVING` and so on, or a number that nobody knows
  /// @throws GrpcStatus where it does not answer, or otherwise
  public static String ask(GrpcClient client, String service) throws GrpcStatus {
    byte[] answer = client.call(CHECK, request(service));
    int status = (int) number(answer);
    return status >= 0 && status < Status.values().length
        ? Status.values()[status].name()
        : Integer.toString(status);
  }

  private static byte[] request(String service) {
    return written(out -> {
      if (!service.isEmpty()) {
        out.writeByteArray(FIELD, service.getBytes(StandardCharsets.UTF_8));
      }
    });
  }

  private static byte[] response(Status status) {
    return written(out -> {
      if (status != Status.UNKNOWN) {
        out.writeEnum(FIELD, status.ordinal());
      }
    });
  }

  /// Writes fields.
  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] written(Fields fields) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String service(byte[] question) throws GrpcStatus {
    try {
      CodedInputStream in = CodedInputStream.newInstance(question);
      String service = "";
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (FIELD << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          service = in.readStringRequireUtf8();
        } else {
          in.skipField(tag);
        }
      }
      return service;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static long number(byte[] answer) throws GrpcStatus {
    try {
      CodedInputStream in = CodedInputStream.newInstance(answer);
      long number = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (FIELD << 3 | WireFormat.WIRETYPE_VARINT)) {
          number = in.readInt64();
        } else {
          in.skipField(tag);
        }
      }
      return number;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static GrpcStatus unreadable(IOException e) {
    return new GrpcStatus(
        GrpcStatus.INTERNAL, "grpc: failed to unmarshal the received message: " + e.getMessage());
  }
}
