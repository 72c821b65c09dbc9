namespace Opml.Models.PyTorch;

/// <summary>
/// Runs a pickle of protocol 2 to 5 as torch.save writes them (the opcodes are those of Python's pickletools). It makes
/// the values of <c>PickleValues.cs</c> and nothing else: a name must be in <see cref="TorchGlobals"/>, and what Python
/// would call is turned into data by <see cref="TorchObjects"/>. The number of steps is bounded, and with it the memory.
/// </summary>
/// <param name="cursor">At the pickle's beginning; afterwards at its end.</param>
internal sealed class Unpickler(PickleCursor cursor)
{
    private const int MaximumSteps = 1 << 22;
    private const int HighestProtocol = 5;

    private readonly List<object> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object> _memo = [];

    /// <summary>The storages that the pickle named, with repetitions.</summary>
    public List<StorageReference> Storages { get; } = [];

    /// <summary>Runs to STOP, which must be the last byte, and gives the one value that is left.</summary>
    public object LoadAll()
    {
        object value = Load();
        return cursor.AtEnd ? value : throw cursor.Error("the pickle goes on after its end; the file is damaged.");
    }

    /// <summary>Runs to STOP and gives the one value that is left.</summary>
    public object Load()
    {
        if (cursor.Byte() != 0x80)
            throw cursor.Error("the pickle does not begin with its protocol; save the model again with torch.save.");
        ReadProtocol();
        for (int step = 0; step < MaximumSteps; step++)
        {
            byte opcode = cursor.Byte();
            if (opcode == '.')
                return Finish();
            Execute(opcode);
        }

        throw cursor.Error($"over {MaximumSteps} steps; no state_dict that this reader takes is so long.");
    }

    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                ReadProtocol();
                break;
            case 0x95: // FRAME: a hint for buffering
                cursor.UInt64();
                break;
            case (byte)'(':
                _marks.Push(_stack.Count);
                break;
            case (byte)'0': // POP
                Pop();
                break;
            case (byte)'1': // POP_MARK
                PopToMark();
                break;
            case (byte)'2': // DUP
                _stack.Add(Peek());
                break;
            case (byte)'q': // BINPUT
                _memo[cursor.Byte()] = Peek();
                break;
            case (byte)'r': // LONG_BINPUT
                _memo[cursor.UInt32()] = Peek();
                break;
            case 0x94: // MEMOIZE
                _memo[(uint)_memo.Count] = Peek();
                break;
            case (byte)'h': // BINGET
                Recall(cursor.Byte());
                break;
            case (byte)'j': // LONG_BINGET
                Recall(cursor.UInt32());
                break;
            default:
                if (!ExecuteLiteral(opcode) && !ExecuteContainer(opcode))
                    ExecuteObject(opcode);
                break;
        }
    }

    private bool ExecuteLiteral(byte opcode)
    {
        object? value = opcode switch
        {
            (byte)'N' => PickleNone.Value,
            0x88 => true,
            0x89 => false,
            (byte)'J' => (long)cursor.Int32(),
            (byte)'K' => (long)cursor.Byte(),
            (byte)'M' => (long)cursor.UInt16(),
            0x8a => cursor.Long(cursor.Byte()),
            0x8b => cursor.Long(cursor.UInt32()),
            (byte)'G' => cursor.Double(),
            (byte)'X' => cursor.Text(cursor.UInt32()),
            0x8c => cursor.Text(cursor.Byte()),
            0x8d => cursor.Text(cursor.UInt64()),
            (byte)'U' => cursor.Text(cursor.Byte()), // the texts of Python 2
            (byte)'T' => cursor.Text(cursor.UInt32()),
            (byte)'C' => cursor.Bytes(cursor.Byte()),
            (byte)'B' => cursor.Bytes(cursor.UInt32()),
            0x8e => cursor.Bytes(cursor.UInt64()),
            _ => null,
        };
        if (value is null)
            return false;
        _stack.Add(value);
        return true;
    }

    private bool ExecuteContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')': // EMPTY_TUPLE
                _stack.Add(new PickleTuple([]));
                return true;
            case (byte)'t': // TUPLE
                _stack.Add(new PickleTuple(PopToMark()));
                return true;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                _stack.Add(new PickleTuple(Pop(opcode - 0x84)));
                return true;
            case (byte)']': // EMPTY_LIST
                _stack.Add(new PickleList([]));
                return true;
            case (byte)'l': // LIST
                _stack.Add(new PickleList([.. PopToMark()]));
                return true;
            case (byte)'a': // APPEND
                Append([Pop()]);
                return true;
            case (byte)'e': // APPENDS
                Append(PopToMark());
                return true;
            case (byte)'}': // EMPTY_DICT
                _stack.Add(new PickleDict());
                return true;
            case (byte)'d': // DICT
                var items = PopToMark();
                _stack.Add(new PickleDict());
                SetItems(items);
                return true;
            case (byte)'s': // SETITEM
                SetItems(Pop(2));
                return true;
            case (byte)'u': // SETITEMS
                SetItems(PopToMark());
                return true;
            default:
                return false;
        }
    }

    private void ExecuteObject(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': // GLOBAL
                string module = cursor.Line();
                _stack.Add(TorchGlobals.Resolve(module, cursor.Line(), cursor));
                break;
            case 0x93: // STACK_GLOBAL
                var pair = Pop(2);
                if (pair is not [string moduleName, string name])
                    throw cursor.Error("a name that is not text; the file is damaged.");
                _stack.Add(TorchGlobals.Resolve(moduleName, name, cursor));
                break;
            case (byte)'Q': // BINPERSID
                var storage = TorchObjects.Storage(Pop(), cursor);
                Storages.Add(storage);
                _stack.Add(storage);
                break;
            case (byte)'R': // REDUCE
                var call = Pop(2);
                _stack.Add(TorchObjects.Make(call[0], call[1], cursor));
                break;
            case (byte)'b': // BUILD: attributes, such as a state_dict's _metadata, carry no weights
                Pop();
                if (Peek() is not PickleDict)
                    throw cursor.Error("attributes for something that is no dictionary; save model.state_dict() alone.");
                break;
            default:
                throw cursor.Error(
                    $"pickle opcode 0x{opcode:x2}, which no state_dict uses: save the weights alone, torch.save(model.state_dict(), path), with PyTorch 1.6 or later.");
        }
    }

    private object Finish()
    {
        if (_stack.Count != 1 || _marks.Count != 0)
            throw cursor.Error($"the pickle ends with {_stack.Count} values and {_marks.Count} open marks where one value is due; the file is damaged.");
        return _stack[0];
    }

    private void ReadProtocol()
    {
        int protocol = cursor.Byte();
        if (protocol is < 2 or > HighestProtocol)
            throw cursor.Error($"pickle protocol {protocol}, where 2 to {HighestProtocol} are known; save the model again with torch.save.");
    }

    private void Recall(uint key) =>
        _stack.Add(_memo.TryGetValue(key, out object? value)
            ? value
            : throw cursor.Error($"memo {key} is used before it is set; the file is damaged."));

    private object Peek()
    {
        RequireDepth(1);
        return _stack[^1];
    }

    private object Pop() => Pop(1)[0];

    private object[] Pop(int count)
    {
        RequireDepth(count);
        return RemoveFrom(_stack.Count - count);
    }

    private object[] PopToMark() =>
        RemoveFrom(_marks.TryPop(out int mark) ? mark : throw cursor.Error("a mark is missing; the file is damaged."));

    private object[] RemoveFrom(int start)
    {
        var items = _stack.GetRange(start, _stack.Count - start).ToArray();
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    private void RequireDepth(int count)
    {
        int floor = _marks.TryPeek(out int mark) ? mark : 0;
        if (_stack.Count - floor < count)
            throw cursor.Error("the pickle takes more values than it made; the file is damaged.");
    }

    private void Append(object[] items)
    {
        if (Peek() is not PickleList list)
            throw cursor.Error("items for something that is no list; the file is damaged.");
        list.Items.AddRange(items);
    }

    private void SetItems(object[] items)
    {
        if (Peek() is not PickleDict dict || items.Length % 2 != 0)
            throw cursor.Error("items for something that is no dictionary, or a key without its value; the file is damaged.");
        for (int i = 0; i < items.Length; i += 2)
        {
            if (items[i] is not (string or long or bool or double))
                throw cursor.Error("a dictionary key that is neither text nor a number; save model.state_dict() alone.");
            dict.Set(items[i], items[i + 1]);
        }
    }
}
