using System.Management.Automation.Host;

namespace Opml.Shell.Hosting;

/// <summary>The terminal's size and colours; 120 columns where there is no terminal, so that redirected tables do not depend on one.</summary>
internal sealed class ShellRawUserInterface(bool terminal) : PSHostRawUserInterface
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 50;
    private string _title = "";

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize
    {
        get => new(Measure(static () => Console.BufferWidth, DefaultWidth), Measure(static () => Console.BufferHeight, DefaultHeight));
        set => throw NotHere();
    }

    public override Size WindowSize
    {
        get => new(Measure(static () => Console.WindowWidth, DefaultWidth), Measure(static () => Console.WindowHeight, DefaultHeight));
        set => throw NotHere();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw NotHere();
    }

    public override Coordinates CursorPosition
    {
        get => terminal ? new(Console.CursorLeft, Console.CursorTop) : default;
        set
        {
            if (terminal) Console.SetCursorPosition(value.X, value.Y);
        }
    }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle
    {
        get => _title;
        set
        {
            _title = value;
            if (terminal) Console.Title = value;
        }
    }

    public override bool KeyAvailable => terminal && !Console.IsInputRedirected && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected) throw NotHere();
        ConsoleKeyInfo key = Console.ReadKey((options & ReadKeyOptions.NoEcho) != 0);
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable) Console.ReadKey(intercept: true);
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (terminal && rectangle.Left == -1) Console.Clear();
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotHere();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotHere();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotHere();

    private int Measure(Func<int> read, int otherwise)
    {
        if (!terminal) return otherwise;
        try
        {
            int value = read();
            return value > 0 ? value : otherwise;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return otherwise;
        }
    }

    private static HostException NotHere() => new("This console cannot do that: Opml.Shell works on a stream of lines, not on a screen buffer.");
}
