using System.Text;
using Bench.Harness;

namespace Bench.Reports;

/// <summary>The results as a page.</summary>
internal static class MarkdownTable
{
    private const string Method = """
        Each row lets ours and its peer run in turn in the same run of the bench, in changing order, after a warm-up of
        both. A cell shows the median and, in brackets, the least and the most; the ratio is ours divided by the peer's,
        of the medians. Payloads have 100 bytes and all traffic is loopback, so clients and servers share the cores.

        - Ours runs through the PowerShell engine: an array of prepared payloads is piped into the cmdlet.
        - To a sink: the clock stops when the sink, a process of its own, has counted the last message. It parses every
          packet and acknowledges each at QoS 1.
        - To mosquitto: the clock stops when the broker has read the last message; it counts them itself. Its limits
          are lifted (`max_inflight_messages 0`, `max_queued_messages 0`) and it keeps nothing. mosquitto_pub reads a
          file of lines, and the start of its process is not counted; at QoS 1 it gets 65,000 lines at a time, because
          it leaves early when it has more of them than there are packet ids.
        - Receiving: no more than 20,000 messages lie ahead of either side, so that no buffer drops one.
        - Unfragmented is MQTTnet without its packet fragmentation: one WebSocket frame for a message, not two.
        - Round trip: the whole command, from before it is called to after it has returned, against an awaited publish;
          "in the receipt" is the part that the receipt of `-PassThru` tells.
        - Connections and imports: each run in processes of its own.
        - A run in which a message was lost has no figure; the notes say so.
        """;

    public static string Write(IReadOnlyList<FigureResult> results, IEnumerable<string> circumstances)
    {
        var text = new StringBuilder("# Results of the bench\n\n");
        text.Append("Written by `build.ps1 -Task Bench`. ").AppendJoin(" ", circumstances).Append("\n\n");
        text.Append("![The ratios on a logarithmic scale](results.svg)\n\n");
        text.Append("| ratio | target | reached | row | ours | peer | unit | the peer |\n");
        text.Append("|--:|--:|---|---|--:|--:|---|---|\n");
        foreach (var r in results)
        {
            string[] cells =
            [
                $"**{FigureText.Comparison(r)}**", FigureText.Target(r), FigureText.Reached(r), r.Name,
                FigureText.Values(r, r.Ours), FigureText.Values(r, r.Theirs), r.Figure.Unit, r.Peer,
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        foreach (var row in results.Where(r => r.Note.Length > 0).GroupBy(r => r.Row))
            text.Append('\n').Append($"Note on \"{row.Key}\": {row.First().Note.TrimEnd('.')}.\n");
        return text.Append('\n').Append("## How it is measured\n\n").Append(Method).Append('\n').ToString();
    }
}
