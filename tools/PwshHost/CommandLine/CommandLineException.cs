namespace PwshHost.CommandLine;

internal sealed class CommandLineException(string message) : Exception(message);
