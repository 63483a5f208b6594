using System.Management.Automation.Host;

namespace PwshHost.Hosting;

internal sealed class TerminalRawUI : PSHostRawUserInterface
{
    private const int WidthWithoutTerminal = 80;

    private const int HeightWithoutTerminal = 40;

    private static readonly bool s_hasTerminal = !Console.IsOutputRedirected;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition
    {
        get => s_hasTerminal ? new Coordinates(Console.CursorLeft, Console.CursorTop) : default;
        set
        {
            if (s_hasTerminal)
                Console.SetCursorPosition(value.X, value.Y);
        }
    }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override Size BufferSize { get => WindowSize; set => throw Unsupported(); }

    public override Size WindowSize
    {
        get => Console.WindowWidth > 0
            ? new Size(Console.WindowWidth, Console.WindowHeight)
            : new Size(WidthWithoutTerminal, HeightWithoutTerminal);
        set => throw Unsupported();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override string WindowTitle { get; set; } = "PwshHost";

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
            throw new InvalidOperationException("There is no terminal to read a key from.");
        var key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (s_hasTerminal)
            Console.Clear();
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("PwshHost does not draw on the terminal.");
}
