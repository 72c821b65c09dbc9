using Opml.Mips.State;

namespace Opml.Mips.Tests.Execution;

public class SystemCallTests
{
    private const uint ENOENT = 2, EBADF = 9, ENOMEM = 12, EINVAL = 22, ENOSYS = 89;

    [Theory]
    //          call, a0, a1, a2, v0, a3
    [InlineData(4003, 0u, 0u, 100u, 0u, 0u)]            // read of fd 0: the end
    [InlineData(4003, 1u, 0u, 100u, EBADF, 1u)]
    [InlineData(4004, 1u, 0u, 100u, 100u, 0u)]          // write
    [InlineData(4004, 2u, 0u, 0xffff_ffffu, 0xffff_ffffu, 0u)]
    [InlineData(4004, 0u, 0u, 100u, EBADF, 1u)]
    [InlineData(4004, 3u, 0u, 100u, EBADF, 1u)]
    [InlineData(4005, 0u, 0u, 0u, ENOENT, 1u)]          // open
    [InlineData(4055, 0u, 1u, 0u, 0u, 0u)]              // fcntl F_GETFD
    [InlineData(4055, 2u, 1u, 0u, 0u, 0u)]
    [InlineData(4055, 0u, 3u, 0u, 0u, 0u)]              // F_GETFL
    [InlineData(4055, 1u, 3u, 0u, 1u, 0u)]
    [InlineData(4220, 2u, 3u, 0u, 1u, 0u)]              // fcntl64
    [InlineData(4055, 3u, 3u, 0u, EBADF, 1u)]
    [InlineData(4055, 3u, 9u, 0u, EBADF, 1u)]           // the descriptor is looked at first
    [InlineData(4055, 1u, 2u, 0u, EINVAL, 1u)]
    [InlineData(4045, 0u, 0u, 0u, 0x4000_0000u, 0u)]    // brk
    [InlineData(4045, 0x5000_0000u, 0u, 0u, 0x4000_0000u, 0u)]
    [InlineData(4120, 0u, 0u, 0u, 1u, 0u)]              // clone
    [InlineData(4006, 9u, 9u, 9u, 0u, 0u)]              // close
    [InlineData(4020, 9u, 9u, 9u, 0u, 0u)]              // getpid
    [InlineData(4091, 9u, 9u, 9u, 0u, 0u)]              // munmap
    [InlineData(4162, 9u, 9u, 9u, 0u, 0u)]              // sched_yield
    [InlineData(4166, 9u, 9u, 9u, 0u, 0u)]              // nanosleep
    [InlineData(4194, 9u, 9u, 9u, 0u, 0u)]              // rt_sigaction
    [InlineData(4195, 9u, 9u, 9u, 0u, 0u)]              // rt_sigprocmask
    [InlineData(4206, 9u, 9u, 9u, 0u, 0u)]              // sigaltstack
    [InlineData(4218, 9u, 9u, 9u, 0u, 0u)]              // madvise
    [InlineData(4222, 9u, 9u, 9u, 0u, 0u)]              // gettid
    [InlineData(4238, 9u, 9u, 9u, 0u, 0u)]              // futex
    [InlineData(4240, 9u, 9u, 9u, 0u, 0u)]              // sched_getaffinity
    [InlineData(4263, 9u, 9u, 9u, 0u, 0u)]              // clock_gettime
    [InlineData(4266, 9u, 9u, 9u, 0u, 0u)]              // tgkill
    [InlineData(4338, 9u, 9u, 9u, 0u, 0u)]              // prlimit64
    [InlineData(4002, 0u, 0u, 0u, ENOSYS, 1u)]          // fork: MIPS has its own number for ENOSYS
    [InlineData(0, 0u, 0u, 0u, ENOSYS, 1u)]
    [InlineData(4246 - 4000, 0u, 0u, 0u, ENOSYS, 1u)]
    public void Calls(uint call, uint a0, uint a1, uint a2, uint v0, uint a3) =>
        Ready(call, a0, a1, a2).Becomes(s => (s.Registers[2], s.Registers[7]) = (v0, a3));

    [Theory]
    //          heap, hint, length, v0, a3, heap after
    [InlineData(0x2000_0000u, 0u, 1u, 0x2000_0000u, 0u, 0x2000_1000u)]
    [InlineData(0x2000_0000u, 0u, 4096u, 0x2000_0000u, 0u, 0x2000_1000u)]
    [InlineData(0x2000_0000u, 0u, 4097u, 0x2000_0000u, 0u, 0x2000_2000u)]
    [InlineData(0x2000_0000u, 0u, 0u, EINVAL, 1u, 0x2000_0000u)]
    [InlineData(0x2000_0000u, 0x5000_0000u, 0u, EINVAL, 1u, 0x2000_0000u)]              // length first
    [InlineData(0x2000_0000u, 0x5000_0001u, 1u, 0x5000_0001u, 0u, 0x2000_0000u)]        // a hint is taken as it is
    [InlineData(0x2000_0000u, 0x5000_0000u, 0xffff_ffffu, 0x5000_0000u, 0u, 0x2000_0000u)]
    [InlineData(0x2000_0000u, 0u, 0x1000_0000u, 0x2000_0000u, 0u, 0x3000_0000u)]        // the whole heap
    [InlineData(0x2000_0000u, 0u, 0x1000_0001u, ENOMEM, 1u, 0x2000_0000u)]
    [InlineData(0x2fff_f000u, 0u, 4096u, 0x2fff_f000u, 0u, 0x3000_0000u)]
    [InlineData(0x2fff_f000u, 0u, 4097u, ENOMEM, 1u, 0x2fff_f000u)]
    [InlineData(0x3000_0000u, 0u, 1u, ENOMEM, 1u, 0x3000_0000u)]
    [InlineData(0x2000_0000u, 0u, 0xffff_ffffu, ENOMEM, 1u, 0x2000_0000u)]              // rounded up in 64 bits
    public void Mmap(uint heap, uint hint, uint length, uint v0, uint a3, uint heapAfter) =>
        Ready(4090, hint, length, 3).With(s => s.Heap = heap).Becomes(s => (s.Registers[2], s.Registers[7], s.Heap) = (v0, a3, heapAfter));

    [Theory]
    //          call, code, status, exit code
    [InlineData(4001, 0u, MachineStatus.Succeeded, 0)]
    [InlineData(4246, 0u, MachineStatus.Succeeded, 0)]
    [InlineData(4246, 1u, MachineStatus.Failed, 1)]
    [InlineData(4001, 255u, MachineStatus.Failed, 255)]
    [InlineData(4246, 256u, MachineStatus.Failed, 0)] // the code as a whole decides
    [InlineData(4246, 0xffff_ffffu, MachineStatus.Failed, 255)]
    public void Exit_leaves_everything_else_as_it_was(uint call, uint code, MachineStatus status, byte exitCode)
    {
        OneStep step = Ready(call, code, 0, 0);
        CpuState expected = step.State.Clone();
        (expected.Status, expected.ExitCode, expected.Step) = (status, exitCode, 1);
        step.Becomes(expected);
    }

    [Fact]
    public void A_call_takes_no_notice_of_its_code_field() =>
        OneStep.Word(0x03ff_ffcc).With(s => s.Registers[2] = 4045).Becomes(s => (s.Registers[2], s.Registers[7]) = (0x4000_0000, 0));

    [Fact]
    public void No_call_touches_memory()
    {
        OneStep step = Ready(4263, 1, 0x1000, 0);
        byte[] root = step.Machine.MemoryRoot();
        step.Run();
        Assert.Equal(root, step.Machine.MemoryRoot());
    }

    private static OneStep Ready(uint call, uint a0, uint a1, uint a2) => OneStep.Word(0x0000_000c).With(s =>
    {
        (s.Registers[2], s.Registers[4], s.Registers[5], s.Registers[6]) = (call, a0, a1, a2);
    });
}
