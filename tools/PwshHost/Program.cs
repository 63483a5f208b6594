using System.Text;
using PwshHost.CommandLine;
using PwshHost.Hosting;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    return Start.Run(StartOptionsParser.Parse(args));
}
catch (CommandLineException problem)
{
    Console.Error.WriteLine(problem.Message);
    return Start.BadCommandLineExitCode;
}
