using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution;

/// <summary>
/// The system calls, o32 numbers in $v0, arguments in $a0 to $a2. Success sets $a3 = 0; an error sets
/// $v0 = errno and $a3 = 1. None of them touches memory.
/// </summary>
internal static class SystemCalls
{
    private const int V0 = 2;
    private const int A0 = 4;
    private const int A1 = 5;
    private const int A2 = 6;
    private const int A3 = 7;

    private const uint ENOENT = 2;
    private const uint EBADF = 9;
    private const uint ENOMEM = 12;
    private const uint EINVAL = 22;
    private const uint ENOSYS = 89; // MIPS has a number of its own

    private const uint F_GETFD = 1;
    private const uint F_GETFL = 3;

    /// <summary>Carries out the call that the registers name.</summary>
    /// <returns>False when the call ended the run; the registers are then as they were.</returns>
    public static bool Execute(CpuState state)
    {
        uint[] r = state.Registers;
        switch (r[V0])
        {
            case 4001: // exit
            case 4246: // exit_group
                state.Status = r[A0] == 0 ? MachineStatus.Succeeded : MachineStatus.Failed;
                state.ExitCode = (byte)r[A0];
                return false;

            case 4003: // read
                return r[A0] == 0 ? Return(r, 0) : Fail(r, EBADF);

            case 4004: // write
                return IsOutput(r[A0]) ? Return(r, r[A2]) : Fail(r, EBADF);

            case 4005: // open
                return Fail(r, ENOENT);

            case 4055: // fcntl
            case 4220: // fcntl64
                if (r[A0] > 2) return Fail(r, EBADF);
                return r[A1] switch
                {
                    F_GETFD => Return(r, 0),
                    F_GETFL => Return(r, IsOutput(r[A0]) ? 1u : 0),
                    _ => Fail(r, EINVAL),
                };

            case 4090: // mmap
                return MapMemory(state);

            case 4045: // brk
                return Return(r, MemoryMap.Brk);

            case 4120: // clone
                return Return(r, 1);

            case 4006: // close
            case 4020: // getpid
            case 4091: // munmap
            case 4162: // sched_yield
            case 4166: // nanosleep
            case 4194: // rt_sigaction
            case 4195: // rt_sigprocmask
            case 4206: // sigaltstack
            case 4218: // madvise
            case 4222: // gettid
            case 4238: // futex
            case 4240: // sched_getaffinity
            case 4263: // clock_gettime
            case 4266: // tgkill
            case 4338: // prlimit64
                return Return(r, 0);

            default:
                return Fail(r, ENOSYS);
        }
    }

    /// <summary>Whether the registers name a write to standard output or error, whose text a console may want.</summary>
    public static bool IsWrite(CpuState state, out int descriptor, out uint address, out uint count)
    {
        uint[] r = state.Registers;
        descriptor = (int)r[A0];
        address = r[A1];
        count = r[A2];
        return r[V0] == 4004 && IsOutput(r[A0]);
    }

    private static bool MapMemory(CpuState state)
    {
        uint[] r = state.Registers;
        uint hint = r[A0];
        if (r[A1] == 0) return Fail(r, EINVAL);
        if (hint != 0) return Return(r, hint);
        ulong length = ((ulong)r[A1] + 0xfff) & ~0xffful;
        if (state.Heap + length > MemoryMap.HeapEnd) return Fail(r, ENOMEM);
        uint address = state.Heap;
        state.Heap += (uint)length;
        return Return(r, address);
    }

    private static bool IsOutput(uint descriptor) => descriptor is 1 or 2;

    private static bool Return(uint[] r, uint value)
    {
        r[V0] = value;
        r[A3] = 0;
        return true;
    }

    private static bool Fail(uint[] r, uint errno)
    {
        r[V0] = errno;
        r[A3] = 1;
        return true;
    }
}
