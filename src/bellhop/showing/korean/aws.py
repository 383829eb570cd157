"""What went wrong between here and AWS. What AWS itself says stays as AWS says it."""

PHRASES = {
    "AWS did not answer within {seconds:g} s.": "AWS가 {seconds:g}초 안에 답하지 않았습니다.",
    "{late} What was asked may still be done.": "{late} 요청한 일은 처리될 수도 있습니다.",
    "ask for less, or try again": "범위를 줄이거나 다시 해 보세요",
    "look whether it was done before you run it again": "다시 실행하기 전에 처리되었는지 확인하세요",
    "add --invocation-type Event for functions that take longer": (
        "더 오래 걸리는 함수에는 --invocation-type Event를 붙이세요"
    ),
    "--starting-token is not one: {error}": "--starting-token 값이 토큰이 아닙니다: {error}",
    "{waiter} is not so after {seconds:g} s.": "{seconds:g}초가 지나도 {waiter} 상태가 되지 않았습니다.",
    "ask again later": "나중에 다시 해 보세요",
    "allow {action} to {role}": "{role} 역할에 {action} 권한을 허용하세요",
    "the identity that Bellhop runs as": "Bellhop이 실행되는",
    "wait a little and try again": "잠시 기다렸다가 다시 해 보세요",
    "try again": "다시 해 보세요",
    "check the network and the endpoint": "네트워크와 엔드포인트를 확인하세요",
    "{service} is not in {region}: try --region {near}": (
        "{region} 리전에는 {service} 서비스가 없습니다. 다른 리전: --region {near}"
    ),
    "AWS has no region {region}; did you mean {near}?": ("AWS에 {region} 리전은 없습니다. 혹시 {near} 말씀인가요?"),
    "AWS has no region {region}.": "AWS에 {region} 리전은 없습니다.",
    "say set region, or add --region": "set region이라고 말하거나 --region을 붙이세요",
    "the role can't be assumed: {error}": "역할을 맡을 수 없습니다: {error}",
    "renew the credentials": "자격 증명을 갱신하세요",
    "the access key is unknown to AWS: check AWS_ACCESS_KEY_ID": (
        "AWS가 모르는 액세스 키입니다. AWS_ACCESS_KEY_ID를 확인하세요"
    ),
    "check AWS_SECRET_ACCESS_KEY, and this machine's clock": (
        "AWS_SECRET_ACCESS_KEY와 Bellhop이 실행되는 컴퓨터의 시계를 확인하세요"
    ),
    "check the network, the region's name and the endpoint": "네트워크, 리전 이름, 엔드포인트를 확인하세요",
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine or container a role": (
        "AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 설정하거나 컴퓨터나 컨테이너에 역할을 주세요"
    ),
    "set AWS_REGION, or name the region": "AWS_REGION을 설정하거나 리전을 적으세요",
    "Too many commands run at once; this one did not run.": "동시에 실행되는 명령이 너무 많아 실행하지 않았습니다.",
    "This channel does not work in account {account}.": "이 채널은 {account} 계정에서 일하지 않습니다.",
    "type the command again, or ask for the account": "명령을 다시 입력하거나 관리자에게 계정을 요청하세요",
    "I may not ask it.": "물어볼 수 없습니다.",
    "it said nothing": "답이 비어 있습니다.",
    "this was kept by another version of Bellhop": "다른 버전의 Bellhop이 보관한 것입니다.",
    "type the command again": "명령을 다시 입력하세요",
    "I don't know in which account to run this.": "어느 계정에서 실행할지 모릅니다.",
    "I don't know in which region to run this.": "어느 리전에서 실행할지 모릅니다.",
    "say set default-account": "set default-account라고 말하세요",
    "say set region us-east-1, or add --region": "set region us-east-1이라고 말하거나 --region을 붙이세요",
    "the store is not open": "저장소가 열려 있지 않습니다",
    "the store can't be read: {error}": "저장소를 읽을 수 없습니다: {error}",
    "the store can't be written: {error}": "저장소에 쓸 수 없습니다: {error}",
}
